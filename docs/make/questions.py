#!/usr/bin/env python3
"""Write the output under every command of docs/questions.md anew, from the real binary.

    docs/make/questions.py MANUMIT PAGES TABLE MAP

PAGES is a folder of pages, TABLE the researcher's table, MAP its mapping. A workspace is made of them in a temporary folder, and each
line of a `console` block that begins with `$ manumit` is run in it. The first block (which makes the workspace) and files that a
block shows with `$ cat` are left as they stand; a number behind `console` is the most lines that are shown. Passages are cut to “…”
and columns of words are left out: the pages are not ours to copy. Nothing else is changed.
"""
import os, re, subprocess, sys, tempfile

binary, pages, table, mapping = (os.path.abspath(path) for path in sys.argv[1:5])
document = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "questions.md")
text = open(document, encoding="utf8").read()
folder = tempfile.mkdtemp()
case = os.path.join(folder, "case")


def run(arguments, where):
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    done = subprocess.run([binary, *arguments], cwd=where, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"manumit {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def without_passages(output):
    lines = [line for line in output.splitlines() if not re.match(r"\s*> ", line)]
    header = next((line for line in lines if re.search(r"\bwords$", line)), None)
    if header:
        lines = [line[: header.index("words")] for line in lines]
    joined = re.sub(r"“[^”]*”", "“…”", "\n".join(lines))
    # What stood on the lines of a long passage was nothing else.
    return [line.rstrip() for line in joined.splitlines() if line.strip() or line == ""]


def block(match):
    most, content = int(match[1] or 0), match[2]
    written = []
    # A block holds commands, and files that commands read.
    for part in re.split(r"(?m)^(?=\$ )", content):
        command = part.split("\n", 1)[0].removeprefix("$ ")
        if command.startswith("cat "):
            name, body = command.split()[1], part.split("\n", 1)[1]
            open(os.path.join(case, name), "w", encoding="utf8").write(body)
            written.append(part.rstrip())
        elif command.startswith("manumit "):
            lines = without_passages(run(re.findall(r"\S+", command)[1:], case))
            while lines and not lines[-1]:
                lines.pop()
            if most and len(lines) > most:
                lines = lines[:most] + ["…"]
            written.append("\n".join([f"$ {command}", *lines]))
    return "```console" + (f" {most}" if most else "") + "\n" + "\n".join(written) + "\n```"


run(["init", case], folder)
for arguments in (["add", pages], ["claims", "import", table, "--map", mapping]):
    run(arguments, case)
head, rest = text.split("\n## ", 1)
rest = re.sub(r"```console(?: (\d+))?\n(.*?)```", block, rest, flags=re.S)
open(document, "w", encoding="utf8").write(f"{head}\n## {rest}")
