"""Is every word of the window translated?

    check_words.py check    for ctest: the translations are complete, and no sentence goes round tr()
    check_words.py update   brings new texts into resources/translations and drops those that are gone

German must have every text, English only those that count (%n has a form for one and a form for more). A
literal that reads like words and is no text to translate stands in tests/data/untranslated.txt with its reason.
"""
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path("/usr/lib/qt6/bin")
SOURCES = ["ui", *sorted(str(path.relative_to(ROOT)) for path in (*(ROOT / "app").glob("window_*"), *(ROOT / "app").glob("main.cpp"), *(ROOT / "app").glob("sleep_inhibitor.cpp")))]
GERMAN = ROOT / "resources/translations/sallyport_de.ts"
ENGLISH = ROOT / "resources/translations/sallyport_en.ts"  # plurals alone
UNTRANSLATED = ROOT / "tests/data/untranslated.txt"

# Two words with a space between, in a literal that lupdate does not read.
LITERAL = re.compile(r'(?:QStringLiteral|QLatin1String|QByteArrayLiteral|QStringView)\(\s*u?"((?:[^"\\]|\\.)*)"')
WORDS = re.compile(r"[A-Za-z]{2,}[,.:;]? [A-Za-z]{2,}")


def lupdate(target, *options):
    subprocess.run([TOOLS / "lupdate", "-silent", "-I", ".", "-no-obsolete", "-locations", "none", *options, *SOURCES,
                    "-ts", target], cwd=ROOT, check=True)


def messages(path):
    """Every text, as (context, source, comment), with its translation: None while it has none."""
    found = {}
    for context in xml.parse(path).getroot().iter("context"):
        name = context.findtext("name")
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            whole = translation.get("type") is None and all(forms)
            found[name, message.findtext("source"), message.findtext("comment") or ""] = forms if whole else None
    return found


def placeholders(text):
    return sorted(set(re.findall(r"%(?:n|L?\d)", text)))


def check_translation(known, options, language):
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / f"fresh_{language}.ts"
        lupdate(fresh, "-target-language", language, *options)
        wanted = messages(fresh)
    have = messages(known)
    for key in wanted.keys() - have.keys():
        faults.append(f"{language}: not in the file: {key[0]}: {key[1]}")
    for key in have.keys() - wanted.keys():
        faults.append(f"{language}: no longer in the code: {key[0]}: {key[1]}")
    for key in have.keys() & wanted.keys():
        if have[key] is None:
            faults.append(f"{language}: not translated: {key[0]}: {key[1]}")
            continue
        for form in have[key]:
            # "one file" needs no number.
            missing = set(placeholders(key[1])) ^ set(placeholders(form))
            if missing - {"%n"}:
                faults.append(f"{language}: {', '.join(sorted(missing))} differ: {key[0]}: {key[1]} -> {form}")
    print(f"{language}: {len(have)} texts")
    if not wanted:
        faults.append(f"{language}: lupdate found nothing")
    return faults


def check_literals():
    reasons = {}
    for line in UNTRANSLATED.read_text().splitlines():
        if line and not line.startswith("#"):
            literal, _, reason = line.partition("\t")
            reasons[literal] = reason.strip()
    faults, seen = [], set()
    files = [ROOT / name for name in SOURCES if (ROOT / name).is_file()]
    for path in sorted([*files, *(ROOT / "ui").rglob("*.cpp"), *(ROOT / "ui").rglob("*.h")]):
        for literal in LITERAL.findall(path.read_text()):
            if not WORDS.search(literal):
                continue
            seen.add(literal)
            if not reasons.get(literal):
                faults.append(f"{path.relative_to(ROOT)}: \"{literal}\" is not in tr(), nor in {UNTRANSLATED.name} with a reason")
    faults += [f"{UNTRANSLATED.name}: \"{literal}\" is not in the code" for literal in reasons.keys() - seen]
    print(f"{len(seen)} literals with words, {len(reasons)} reasons")
    return faults


def main():
    verb = sys.argv[1:]
    if verb == ["update"]:
        lupdate(GERMAN, "-target-language", "de")
        lupdate(ENGLISH, "-target-language", "en", "-pluralonly")
        return 0
    if verb != ["check"]:
        print(__doc__, file=sys.stderr)
        return 2
    faults = check_translation(GERMAN, [], "de") + check_translation(ENGLISH, ["-pluralonly"], "en")
    with tempfile.TemporaryDirectory() as folder:
        said = subprocess.run([TOOLS / "lrelease", GERMAN, "-qm", Path(folder) / "de.qm"], check=True,
                              capture_output=True, text=True).stdout
    if re.search(r"[1-9]\d* unfinished", said) or "Ignored" in said:
        faults.append(f"lrelease: {said.strip()}")
    faults += check_literals()
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
