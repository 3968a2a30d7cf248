"""Words that join other words: they carry no theme. Our own lists, beside scikit-learn's for English.

Source: everyday function words, written down by hand; nltk's lists would have to be downloaded. Words that turn a
meaning round ("no", "not", "without", "too", "more", "less", "unsafe") are listed apart: they are weak evidence of a
theme, but a name that loses them says the opposite.
"""

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

_TURNS_ROUND = """
no not nor never none cannot without isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't
shouldn't haven't hasn't hadn't lack lacking fewer less
"""

_BLAMES = """
abandoned afraid angry appalling awful bad broken broke bullied cold closed closing closure cruel cut cuts danger
dangerous delay delayed delays denied dirty disaster disgrace disgraceful disgusting dismissed excluded expensive fail
failed failing fails failure failures filthy forgotten harm harmful ignore ignored ignores ignoring illegal inadequate
insulting insufficient late lied lies mess neglect neglected overcrowded overflowing poor poorly racist refuse refused
ridiculous rude ruin ruined rubbish scared scandal shambles shame shameful shocking shortage shut slow terrible too
unacceptable unaffordable uncaring understaffed unfair unhappy unhelpful unreliable unsafe unsuitable useless waste
wasted wasting worse worst wrong
"""

_ENGLISH = """
able also aren't bit can can't could couldn't did didn't does doesn't doing don't done etc even get getting go going
got hadn't hasn't haven't he's i'd i'll i'm i've isn't it's just know let's like lot lots made make makes many may
might much must need needed needs ok okay one people really said say says shall she's should shouldn't still that's
there's they're thing things think use used using very want wasn't way we're weren't will won't would wouldn't yes
you're
"""

_OTHERS = {
    "es": """
        el la los las un una unos unas de del al a en y e o u que qué se su sus con por para como más pero no
        ni es son ser está están fue ha han hay lo le les me mi mis tu te nos este esta estos estas ese esa
        eso esto aquel donde cuando muy sin sobre entre también ya si sí desde hasta todo todos toda todas
        porque cada otro otra otros otras
    """,
    "ca": """
        el la els les un una uns unes de del dels d' al als a en i o que què es s' se seu seva seus seves amb
        per pel pels com més però no ni és són ser està estan ha han hi ho li em meu aquest aquesta aquests
        aquestes aquell on quan molt sense sobre entre també ja si des fins tot tots tota totes perquè cada
        altre altra altres l'
    """,
    "cy": """
        y yr a ac i o yn yw mae ar am at er gan hyn hon hwn ei eu fy dy nid ddim na nac neu ond fel bod wedi
        bydd oedd sydd sy roedd gyda heb drwy dros rhwng mwy iawn hefyd pob
    """,
    "fr": """
        le la les un une des de du d' au aux à en et ou que qui se sa son ses avec pour par comme plus mais ne
        pas ni est sont être a ont il elle ils elles on nous vous je ce cette ces cet dans sur sans entre
        aussi si tout tous toute toutes
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ist sind war
        sein haben hat werden wird in im an am auf aus bei mit nach von vom zu zum zur für über unter als wie
        auch noch nur so es sie er wir ich man dass sich mehr sehr durch hier kann könnte sollte wenn um
    """,
    "pl": """
        i w z na do o się nie jest są to że a ale jak po od za przez dla oraz tym tego ten ta te być by czy
        już tylko więcej
    """,
    "it": """
        il lo la i gli le un uno una di del della dei delle da in con su per tra fra e o ma che non è sono si
        più come anche
    """,
    "pt": """
        o a os as um uma de do da dos das em no na nos nas e ou mas que não é são se por para com mais como
        também
    """,
    "nl": """
        de het een en of maar niet geen is zijn was van in op aan met voor door over bij naar uit om te dat
        die dit als ook
    """,
}

BLAME = frozenset(_BLAMES.split())
"""Words by which people say that something is wrong; a theme's name keeps the one that many of them use."""
NEGATIONS = frozenset(_TURNS_ROUND.split())

_LISTS: dict[str, frozenset[str]] = {
    "en": frozenset((*ENGLISH_STOP_WORDS, *_ENGLISH.split())),
    **{language: frozenset(listed.split()) for language, listed in _OTHERS.items()},
}


def stop_words(language: str) -> frozenset[str]:
    """Return the joining words of a language, none for a language we have no list for."""
    return _LISTS.get(language, frozenset())
