"""Keep the background worker running beside the server: started again when it dies, told to end when the server is gone.

scripts/run starts it and then becomes the server, so the server is its parent. The worker has a session of its own: Ctrl+C
in the terminal reaches the server alone, and the worker is told by us, so that it finishes the paper at hand.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOK = 0.5
LONGEST_PAUSE = 60.0
GRACE = 20.0


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = os.getppid()
    command = [sys.executable, str(ROOT / "manage.py"), "work", *sys.argv[1:]]
    pause = 1.0
    worker = start(command)
    started = time.monotonic()
    while os.getppid() == server:
        time.sleep(LOOK)
        if worker.poll() is None:
            continue
        if time.monotonic() - started > LONGEST_PAUSE:
            pause = 1.0
        print(f"!! The background worker has ended ({worker.returncode}); starting it again", flush=True)
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
        if os.getppid() == server:
            worker, started = start(command), time.monotonic()
    stop(worker)


def start(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def stop(worker: "subprocess.Popen[bytes]") -> None:
    """Ask, wait, insist. What is not finished is taken up at the next start."""
    if worker.poll() is not None:
        return
    worker.terminate()
    try:
        worker.wait(GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


if __name__ == "__main__":
    main()
