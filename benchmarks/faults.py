"""What becomes of an index when its writer is killed, the disk fills up, a file is damaged, or others write and read.

`python -m benchmarks.faults [--trials N] [--seed S] [--out FOLDER]` writes benchmarks/results/faults.md and ends with 1
when an index was lost. It takes the whole road: an Orchestra, its `indexes` and its `search`, with an embedder that
hashes words. POSIX only. This process imports everything and uses nothing of FAISS; each trial is a fork of it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from orchestra import Orchestra
from orchestra.spec import Context, Cost, EmbedRequest, IndexBroken, IndexChange, OrchestraError, StoreError, Vectors

RESULTS = Path(__file__).parent / "results"
NAME = "notes"
DIM = 64
ACTIONS = ("build", "add", "update")
#: Parts of a build a writer passes: before and after each of them it is killed in turn.
FAULTS = ("kills", "aimed", "full_disk", "small_files", "damages", "two_writers", "readers")
STEPS = ("embedding", "sync", "rename", "deletion")

Row = tuple[str, int, str]
#: What a fork calls when it is ready.
Ready = Callable[[], object]


class Hashed:
    """An embedder: each text is the unit sum of its words' hashes. `before` is called ahead of each request."""

    before: Callable[[], None] = staticmethod(lambda: None)

    def run(self, request: EmbedRequest, context: Context) -> Vectors:
        """Embed."""
        Hashed.before()
        context.charge(len(request.texts))
        return Vectors(dim=DIM, data=b"".join(map(_vector, request.texts)), fingerprint="hashed/1")

    def estimate(self, request: EmbedRequest) -> Cost:
        """One a text."""
        return Cost(lower=1, expected=len(request.texts), upper=len(request.texts))

    def fingerprint(self) -> str:
        """What its vectors depend on."""
        return "hashed/1"


def _vector(text: str) -> bytes:
    numbers = [0.01] * DIM
    for word in re.findall(r"\w+", text.lower()):
        code = zlib.crc32(word.encode())
        numbers[code % DIM] += 1 if code >> 16 & 1 else -1
    length = math.sqrt(sum(number * number for number in numbers))
    return struct.pack(f"<{DIM}f", *(number / length for number in numbers))


# --- the folder of a trial ----------------------------------------------------------------------------------------


class Shelf:
    """A state folder, the indexes (perhaps on another disk), and two folders of documents."""

    def __init__(self, folder: Path, indexes: Path | None = None) -> None:
        self.folder = folder
        self.indexes = indexes or folder / "indexes"
        self.first, self.second = folder / "first", folder / "second"

    def write(self, documents: int) -> None:
        """The documents as they are before the change of every action."""
        for folder in (self.first, self.second):
            folder.mkdir(parents=True)
            for number in range(documents):
                _file(folder, number, "old").write_text(_text(folder.name, number), encoding="utf-8")
        rows = [json.dumps({"id": f"row{n}", "title": f"Row {n}", "text": _text("rows", n)}) for n in range(documents)]
        (self.first / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")

    def touch(self) -> None:
        """New, changed and deleted documents, for an update."""
        for number, file in enumerate(sorted(self.first.glob("*.txt"))):
            if number % 3 == 0:
                file.write_text(f"Changed. {file.read_text(encoding='utf-8')}", encoding="utf-8")
            elif number % 3 == 1:
                file.unlink()
        for number in range(len(list(self.second.iterdir())) // 2):
            _file(self.first, number, "new").write_text(_text("new", number), encoding="utf-8")

    @contextmanager
    def opened(self) -> Iterator[Orchestra]:
        """An Orchestra with nothing but `documents` and the embedder."""
        others = sorted(point.name for point in entry_points(group="orchestra.modules") if point.name != "documents")
        profile = self.folder / "profile.toml"
        home = json.dumps(str(self.indexes))
        profile.write_text(f"disable = {json.dumps(others)}\n[instances.documents]\nhome = {home}\n", encoding="utf-8")
        manifest: dict[str, Any] = {"spec": "1", "id": "hashed", "version": "1.0.0", "kind": "embedder/1"}
        manifest |= {
            "entry": "nowhere:Nothing",
            "summary": "Hashes words",
            "examples": [],
            "cost": {"model": "encoder"},
        }
        with Orchestra(profile, home=self.folder / "home") as orchestra:
            orchestra.register(manifest, Hashed)
            yield orchestra

    def act(self, action: str, orchestra: Orchestra) -> None:
        """Make the change."""
        if action == "build":
            there = {report.name for report in orchestra.indexes.list()}
            orchestra.indexes.update(NAME) if NAME in there else orchestra.indexes.create(NAME, self.first)
        elif action == "add":
            orchestra.indexes.add(NAME, self.second)
        else:
            orchestra.indexes.update(NAME)

    def look(self) -> dict[str, Any]:
        """What a person finds: the documents, what a search gives, and what `verify` says."""
        with self.opened() as orchestra:
            if NAME not in {report.name for report in orchestra.indexes.list()}:
                return {"state": None, "faults": []}
            faults = orchestra.indexes.verify(NAME).faults or ()
            if faults:
                return {"state": None, "faults": list(faults)}
            held = orchestra.indexes.show(NAME, documents=True).contents or ()
            found = orchestra.search("changed harbour lamp", index=NAME, k=20).passages
            documents = [[each.id, each.source, each.passages] for each in held]
            passages = sorted([each.document_id, each.text, round(each.score, 2)] for each in found)
            return {"state": zlib.crc32(json.dumps([sorted(documents), passages]).encode()), "faults": []}

    def litter(self) -> list[str]:
        """What lies about besides one build, its pointer, and the lock."""
        allowed = {f".{NAME}.lock", NAME, f"{NAME}/current", f"{NAME}/builds"}
        there = [path.relative_to(self.indexes).as_posix() for path in self.indexes.rglob("*")]
        builds = [path for path in there if re.fullmatch(rf"{NAME}/builds/\w+", path)]
        strays = [path for path in there if path not in allowed and not path.startswith(f"{NAME}/builds/")]
        return strays + builds[1:] + [path for path in there if path.endswith("/current") and path != f"{NAME}/current"]


_WORDS = ("harbour", "lamp", "river", "stone", "winter", "orchard", "signal", "copper", "market", "bridge", "letter")


def _text(folder: str, number: int) -> str:
    chance = random.Random(f"{folder}{number}")
    return " ".join(f"{' '.join(chance.choices(_WORDS, k=8)).capitalize()} {number}." for _ in range(12)) + "\n"


def _file(folder: Path, number: int, what: str) -> Path:
    return folder / f"{what}{number:03}.txt"


# --- forks --------------------------------------------------------------------------------------------------------


def start(work: Callable[..., Any], *values: Any) -> tuple[int, int, int]:
    """Begin work in a fork: its process id, where its result is read, and where it says that it is ready.

    `work` is given what it calls when it is ready, then the values.
    """
    result, results = os.pipe()
    ready, readies = os.pipe()
    process = os.fork()
    if process:
        os.close(results)
        os.close(readies)
        return process, result, ready
    code = 1
    try:
        os.close(result)
        os.close(ready)
        told = work(lambda: os.write(readies, b"!"), *values)
        with os.fdopen(results, "w", encoding="utf-8") as stream:
            json.dump(told, stream)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def finish(process: int, result: int, ready: int) -> Any:
    """Wait for a fork; its result, or how it ended."""
    os.close(ready)
    with os.fdopen(result, encoding="utf-8") as stream:
        told = stream.read()
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    return json.loads(told) if code == 0 else {"ended": code}


def forked(work: Callable[..., Any], *values: Any) -> Any:
    """Do work in a fork and wait."""
    return finish(*start(lambda ready: work(*values)))


def change(shelf: Shelf, action: str) -> Callable[[Ready], Any]:
    """The change of an action, which tells when it begins; its result is the error's name, hint and retry, or none."""

    def work(ready: Ready) -> Any:
        with shelf.opened() as orchestra:
            ready()
            try:
                shelf.act(action, orchestra)
            except OrchestraError as error:
                return {"error": type(error).__name__, "message": error.message, "hint": error.hint}
        return {"error": ""}

    return work


# --- the faults ---------------------------------------------------------------------------------------------------


class Trials:
    """Makes one change over and over from the same start, and keeps what went wrong in `lost`."""

    def __init__(self, action: str, folder: Path, documents: int, indexes: Path | None = None) -> None:
        self.action = action
        self.lost: list[str] = []
        self.left = {"old": 0, "new": 0}
        self.shelf = Shelf(folder / action, indexes)
        self._saved = folder / f"{action}.saved"
        self.shelf.write(documents)
        for before in ACTIONS[: ACTIONS.index(action)]:
            forked(change(self.shelf, before), _nothing)
        if action == "update":
            self.shelf.touch()
        self.shelf.indexes.mkdir(exist_ok=True)
        shutil.copytree(self.shelf.indexes, self._saved)
        old = forked(self.shelf.look)
        self.change_freely("to see what comes of it")
        self.states = {"old": old, "new": forked(self.shelf.look)}

    def renew(self) -> None:
        """Put the indexes back as they were at the start."""
        shutil.rmtree(self.shelf.indexes, ignore_errors=True)
        shutil.copytree(self._saved, self.shelf.indexes)

    def begin(self) -> tuple[int, int, int]:
        """Start the change and wait until it runs."""
        begun = start(change(self.shelf, self.action))
        os.read(begun[2], 1)
        return begun

    def duration(self) -> float:
        """Seconds of the whole change, the median of three."""
        taken = []
        for _ in range(3):
            self.renew()
            begun = self.begin()
            began = time.perf_counter()
            finish(*begun)
            taken.append(time.perf_counter() - began)
        return sorted(taken)[1]

    def judge(self, after: str) -> None:
        """What a fault left must be the old state or the new one."""
        found = forked(self.shelf.look)
        which = next((name for name, state in self.states.items() if found == state), None)
        if which is None:
            self.lost.append(f"{self.action}, {after}: left {found}")
        else:
            self.left[which] += 1

    def change_freely(self, after: str) -> None:
        """The change with nothing in its way must succeed."""
        told = forked(change(self.shelf, self.action), _nothing)
        if told != {"error": ""}:
            self.lost.append(f"{self.action}, {after}: the next change gave {told}")

    def go_on(self, after: str) -> None:
        """The next change succeeds, gives the new state, and leaves nothing lying about."""
        self.change_freely(after)
        found = forked(self.shelf.look)
        if found != self.states["new"]:
            self.lost.append(f"{self.action}, {after}: the next change left {found}")
        if litter := self.shelf.litter():
            self.lost.append(f"{self.action}, {after}: litter {litter}")

    def told(self) -> str:
        """The states left, in words."""
        return f"old state {self.left['old']}, new state {self.left['new']}"


def _nothing() -> None:
    """Tell nobody."""


def kills(folder: Path, documents: int, trials: int, chance: random.Random) -> Iterator[tuple[Row, list[str]]]:
    """Kill the writer of each action at instants drawn evenly over the whole of it."""
    for action in ACTIONS:
        made = Trials(action, folder / "kills", documents)
        whole, killed = made.duration(), 0
        for _ in range(trials):
            instant = chance.uniform(0, whole)
            made.renew()
            begun = made.begin()
            time.sleep(instant)
            os.kill(begun[0], signal.SIGKILL)
            killed += finish(*begun) == {"ended": -signal.SIGKILL}
            after = f"killed after {instant:.3f} of {whole:.3f} s"
            made.judge(after)
            made.go_on(after)
        detail = f"{killed} before it had ended (it takes {whole:.2f} s); {made.told()}"
        yield (f"kill -9 during {action}, at random instants", trials, detail), made.lost


def aimed(folder: Path, documents: int, every: int) -> Iterator[tuple[Row, list[str]]]:
    """Kill the writer before and after each embedding, sync, rename and deletion in turn (or each `every`th)."""
    for action in ACTIONS:
        made = Trials(action, folder / "aimed", documents)
        at = steps = 1
        while True:
            made.renew()
            told = forked(_killed_at, at, change(made.shelf, action))
            if told == {"error": ""}:
                break
            made.judge(f"killed at step {at}")
            made.go_on(f"killed at step {at}")
            at, steps = at + every, steps + 1
        yield (f"kill -9 during {action}, around each {', '.join(STEPS)}", steps - 1, made.told()), made.lost


def _killed_at(at: int, work: Callable[[Ready], Any]) -> Any:
    from orchestra_modules.documents import layout

    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1
        if counted == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*values: Any, **options: Any) -> Any:
            count()
            given = call(*values, **options)
            count()
            return given

        return counting

    Hashed.before = count
    layout._sync = around(layout._sync)
    os.replace = around(os.replace)
    shutil.rmtree = around(shutil.rmtree)  # type: ignore[assignment]
    return work(_nothing)


def full_disk(folder: Path, documents: int, trials: int) -> Iterator[tuple[Row, list[str]]]:
    """Change an index on a small disk with ever more room left, from none to enough."""
    disk = folder / "disk"
    disk.mkdir(parents=True)
    name = "disk full (tmpfs)"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        yield (name, 0, f"skipped: no tmpfs can be mounted here ({mounted.stderr.decode().strip()})"), []
        return
    try:
        made = Trials("add", folder / "full", documents, disk / "indexes")
        needed = sum(file.stat().st_size for file in made.shelf.indexes.rglob("*") if file.is_file())
        ballast, refused = disk / "ballast", 0
        for number in range(trials):
            made.renew()
            state = os.statvfs(disk)
            room = int(1.2 * needed * number / trials)
            with ballast.open("wb") as stream:
                stream.write(bytes(max(0, state.f_bavail * state.f_frsize - room)))
            told = forked(change(made.shelf, "add"), _nothing)
            refused += _refusal(made, told, f"{room:,} bytes free")
            ballast.unlink()
            made.go_on(f"{room:,} bytes free")
        yield (name, trials, f"{refused} refused with a StoreError that says what to do; {made.told()}"), made.lost
    finally:
        subprocess.run(["umount", disk], check=True)


def small_files(folder: Path, documents: int, trials: int) -> Iterator[tuple[Row, list[str]]]:
    """Change an index where files may not grow beyond a size, from nothing to enough."""
    made, refused = Trials("add", folder / "small", documents), 0
    largest = max(file.stat().st_size for file in made.shelf.indexes.rglob("*") if file.is_file())
    for number in range(trials):
        limit = int(1.1 * largest * number / trials)
        made.renew()
        told = forked(change(made.shelf, "add"), partial(_limit, limit))
        refused += _refusal(made, told, f"files up to {limit:,} bytes")
        made.go_on(f"files up to {limit:,} bytes")
    detail = f"{refused} refused with a StoreError that says what to do; {made.told()}"
    yield ("disk full (a limit on file sizes)", trials, detail), made.lost


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _refusal(made: Trials, told: Any, when: str) -> bool:
    """Judge a change that may have been refused: the error is clear, and the index is as it was."""
    made.judge(when)
    if told == {"error": ""}:
        return False
    if told.get("error") != StoreError.__name__ or "room" not in f"{told['message']} {told['hint']}":
        made.lost.append(f"{when}: {told}")
    return True


def damages(folder: Path, documents: int, flips: int, chance: random.Random) -> Iterator[tuple[Row, list[str]]]:
    """Cut short and alter each file of an index: `verify` finds it, and a search gives no wrong answer."""
    made = Trials("add", folder / "damages", documents)
    made.go_on("before any damage")
    whole = folder / "whole"
    shutil.copytree(made.shelf.indexes, whole)
    right = forked(_searched, made.shelf)
    files = [file.relative_to(whole) for file in sorted(whole.rglob("*")) if file.is_file() and file.stat().st_size]
    for kind in ("truncated", "altered"):
        trials, refused, lost = 0, 0, list[str]()
        for name in files:
            size = (whole / name).stat().st_size
            places = {0, size // 2, size - 1}
            if kind == "altered":
                places |= {chance.randrange(size) for _ in range(flips)}
            for place in sorted(places):
                shutil.rmtree(made.shelf.indexes)
                shutil.copytree(whole, made.shelf.indexes)
                with (made.shelf.indexes / name).open("r+b") as stream:
                    if kind == "truncated":
                        stream.truncate(place)
                    else:
                        stream.seek(place)
                        was = stream.read(1)[0]
                        stream.seek(place)
                        stream.write(bytes([was ^ chance.randrange(1, 256)]))
                trials += 1
                what = f"{name} {kind} at byte {place:,} of {size:,}"
                seen = forked(made.shelf.look)
                if not seen.get("faults"):
                    lost.append(f"{what}: verify gave {seen}")
                found = forked(_searched, made.shelf)
                refused += found == {"error": "IndexBroken"}
                if found not in (right, {"error": "IndexBroken"}):
                    lost.append(f"{what}: a search gave {found}")
            mended = forked(_mended, made.shelf)
            if mended != {"error": ""} or forked(made.shelf.look) != made.states["new"]:
                lost.append(f"{name} {kind}: making it anew gave {mended}")
        detail = f"{len(files)} files; verify found each; {refused} searches refused with the command that mends it"
        yield (
            (f"a file {kind}", trials, f"{detail}, {trials - refused} answered right" if not lost else "see below"),
            lost,
        )


def _searched(shelf: Shelf) -> Any:
    with shelf.opened() as orchestra:
        try:
            found = orchestra.search("harbour lamp", index=NAME, k=20).passages
        except IndexBroken as error:
            return {"error": "IndexBroken" if "orchestra index create notes" in error.hint else str(error)}
        return [[each.document_id, each.text, round(each.score, 4)] for each in found]


def _mended(shelf: Shelf) -> Any:
    with shelf.opened() as orchestra:
        orchestra.indexes.create(NAME, shelf.first, shelf.second)
    return {"error": ""}


def two_writers(folder: Path, documents: int, trials: int) -> Iterator[tuple[Row, list[str]]]:
    """Begin a second change while one is under way."""
    made, waited = Trials("add", folder / "two", documents), list[float]()
    for _ in range(trials):
        made.renew()
        gate, opener = os.pipe()
        process, result, ready = start(_held, made.shelf, gate)
        os.read(ready, 1)
        began = time.perf_counter()
        told = forked(change(made.shelf, "update"), _nothing)
        waited.append(time.perf_counter() - began)
        if told.get("error") != "StoreError" or "being written" not in told["message"]:
            made.lost.append(f"the second writer was told {told}")
        os.write(opener, b"!")
        if (first := finish(process, result, ready)) != {"error": ""}:
            made.lost.append(f"the first writer was told {first}")
        os.close(gate)
        os.close(opener)
        made.judge("two writers")
        made.go_on("two writers")
    detail = f"the second was told after {max(waited):.1f} s at most, its start included; {made.told()}"
    yield ("two writers", trials, detail), made.lost


def _held(ready: Ready, shelf: Shelf, gate: int) -> Any:
    def hold() -> None:
        Hashed.before = _nothing
        ready()
        os.read(gate, 1)

    Hashed.before = hold
    return change(shelf, "add")(_nothing)


def readers(folder: Path, documents: int, commits: int) -> Iterator[tuple[Row, list[str]]]:
    """Search and verify in other processes while a writer commits over and over."""
    made = Trials("build", folder / "readers", documents)
    document = str(sorted(made.shelf.first.glob("*.txt"))[0])
    states = [forked(_ids, made.shelf)]
    forked(_written, made.shelf, document, 1)
    states.append(forked(_ids, made.shelf))
    stop, stopper = os.pipe()
    begun = [start(_reading, made.shelf, stop) for _ in range(2)]
    for _, _, ready in begun:
        os.read(ready, 1)
    written = forked(_written, made.shelf, document, commits)
    os.write(stopper, b"!!")
    seen = [finish(*each) for each in begun]
    lost = [] if written == commits else [f"the writer gave {written}"]
    lost += [f"a reader gave {each}" for each in seen if "states" not in each or each["errors"]]
    lost += [f"a reader saw {state}" for each in seen for state in each.get("states", ()) if state not in states]
    searches = sum(each.get("searches", 0) for each in seen)
    detail = f"{searches:,} searches by two readers, {sum(each.get('verified', 0) for each in seen)} verified"
    yield ("commits while others read", commits, f"{detail}; every one saw a state that was committed"), lost


def _ids(shelf: Shelf) -> list[str]:
    with shelf.opened() as orchestra:
        return _found(orchestra)


def _found(orchestra: Orchestra) -> list[str]:
    return sorted({each.document_id for each in orchestra.search("harbour lamp", index=NAME, k=1000).passages})


def _written(shelf: Shelf, document: str, commits: int) -> int:
    with shelf.opened() as orchestra:
        for number in range(commits):
            there = Path(document).name in {each.id for each in _contents(orchestra)}
            change = IndexChange(name=NAME, remove=(document,)) if there else IndexChange(name=NAME, add=(document,))
            before = orchestra.indexes.show(NAME).documents
            if abs(orchestra.indexes.change(change).documents - before) != 1:
                return number
    return commits


def _contents(orchestra: Orchestra) -> tuple[Any, ...]:
    return orchestra.indexes.show(NAME, documents=True).contents or ()


def _reading(ready: Ready, shelf: Shelf, stop: int) -> Any:
    os.set_blocking(stop, False)
    states, errors, searches, verified = list[list[str]](), list[str](), 0, 0
    with shelf.opened() as orchestra:
        ready()
        while True:
            try:
                if os.read(stop, 1):
                    break
            except BlockingIOError:
                pass
            try:
                found = _found(orchestra)
                searches += 1
                states += [found] if found not in states else []
                if searches % 5 == 0:
                    errors += orchestra.indexes.verify(NAME).faults or ()
                    verified += 1
            except OrchestraError as error:
                errors.append(f"{type(error).__name__}: {error}")
    return {"states": states, "errors": errors, "searches": searches, "verified": verified}


def main() -> int:
    """Run every fault, print, write; 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=100, help="kills at random instants of each action (100)")
    parser.add_argument("--documents", type=int, default=60, help="documents of a folder (60)")
    parser.add_argument("--only", choices=FAULTS, action="append", help="one kind of fault; may be repeated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    chance, few = random.Random(given.seed), max(2, given.trials // 10)
    # Whatever a fork would import, imported once.
    import bm25s  # noqa: F401
    import faiss  # noqa: F401
    import orchestra_modules.documents.engine  # noqa: F401

    with tempfile.TemporaryDirectory(prefix="orchestra-faults-") as place:
        folder, many = Path(place), given.documents
        rows, lost = list[Row](), list[str]()
        runs: dict[str, Iterator[tuple[Row, list[str]]]] = {
            "kills": kills(folder, many, given.trials, chance),
            "aimed": aimed(folder, max(4, many // 10), 1 if given.trials >= 100 else 7),
            "full_disk": full_disk(folder, many, 2 * few),
            "small_files": small_files(folder, many, 2 * few),
            "damages": damages(folder, many, given.trials // 20, chance),
            "two_writers": two_writers(folder, many, few),
            "readers": readers(folder, max(4, many // 4), max(2, given.trials // 2)),
        }
        for results in (runs[name] for name in given.only or FAULTS):
            for row, wrong in results:
                rows.append(row)
                lost += wrong
                print(f"{row[0]}: {row[1]} trials, {len(wrong)} lost; {row[2]}", flush=True)
    lines = ["# Indexes under faults", "", f"{given.documents} documents a folder, seed {given.seed}.", ""]
    lines += ["| fault | trials | what was found |", "|---|---|---|"]
    lines += [f"| {name} | {trials} | {detail} |" for name, trials, detail in rows]
    lines += ["", f"Lost or wrong: {len(lost)}.", *(f"- {each}" for each in lost)]
    given.out.mkdir(exist_ok=True)
    (given.out / "faults.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lost) or "nothing was lost")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
