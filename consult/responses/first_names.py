"""First names that are common in Britain, in small letters: one of them before another capital is likely a person.

The list is ours and short on purpose. A name that is missing is still found where words announce it, and a person reads
every text. Names that are more often words, months or places than people are left out ("may", "grace", "chelsea").
"""

_NAMES = """
aaron abdul abdullah abigail adam adrian ahmed aidan aisha alan albert alex alexander alexandra alfie ali alice
alison amanda amelia amina amir amy ana andrea andrew angela anita ann anna anne annie anthony anya arthur asif
ayesha barbara beatrice becky ben benjamin bernard beth bethany bilal bob bradley brenda brian bridget bronwen bruce
callum cameron carl carol caroline catherine cath charles charlie charlotte chloe chris christine christopher claire
clare colin connor craig daisy daniel danielle darren dave david dawn dean deborah debbie denise dennis derek diana
diane donald donna dorothy douglas duncan dylan edward eileen eilidh elaine eleanor elizabeth ella ellen ellie emily
emma eric erin ethan evelyn evie fatima farhan fiona florence frances francis frank fred freddie freya gareth gary
gemma geoff geoffrey george georgia gerald gillian glen gordon graham hamza hannah hardeep harpreet harriet harry
hassan hazel heather helen henry hilary holly hugh hussain ian ibrahim imran irene isabella isabelle isla ivan jack
jackie jacob jacqueline jade jagdeep jake james jamie jan jane janet janice jasmine jason jatinder jean jennifer
jenny jeremy jessica jill jim joan joanna joanne john jonathan jordan joseph josh joshua joyce judith julia julian
julie june karen karl kasia kate katherine kathleen kathryn katie kayleigh keith kelly ken kenneth kerry kevin
khadija kieran kim kirsty kwame kyle laura lauren lawrence leah lee leo leon leonard lesley lewis liam lily linda
lisa liz logan lorraine louis louise lucy luke lydia lynn maciej malcolm mandeep marcus margaret maria marian marie
marion marjorie martha martin mary maryam mateusz matt matthew maureen max megan mei mia michael michelle mike
millie mohamed mohammad mohammed molly monica muhammad nadia naomi natalie natasha nathan neil niamh nicholas nick
nicola nigel noah nora norman oliver olivia omar owen pamela parveen patricia patrick paul paula pauline peter
philip philippa phillip phoebe piotr poppy priya rachel rajesh rashid ravi raymond rebecca rhian rhys richard rita
robert robin rohan ronald rosemary roy russell ruth ryan sadia saima sally sam samantha samina samuel sandra sara
sarah scott sean shabana shaun sharon sheila shirley simon siobhan sophia sophie stacey stanley stella stephanie
stephen steve steven stuart sue sunita susan suzanne sylvia tahir tariq teresa terry theo theresa thomas tim timothy
tina toby tom tomasz tony tracey trevor usman valerie vanessa vera veronica victor victoria vijay vincent walter
wayne wendy wesley william winston yasmin yusuf yvonne zac zainab zara zoe
"""
FIRST_NAMES = frozenset(_NAMES.split())
