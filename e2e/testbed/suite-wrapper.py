#!/usr/bin/python3 -I
"""Stands for systemd-sysext and systemd-confext in systemd's own suite: tells suite-recorder.ts of each call, before it
and after it, and runs the real program between the two. What only looks is handed on."""

import json
import os
import socket
import subprocess
import sys

CHANGES = {"merge", "unmerge", "refresh"}


def tell(message):
    with socket.socket(socket.AF_UNIX) as recorder:
        recorder.connect(os.environ["VENEER_REPLAY_SOCKET"])
        recorder.sendall(json.dumps(message).encode())
        recorder.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: recorder.recv(65536), b""))
    if answer != b"ok":
        sys.exit(f"the recorder did not answer: {answer.decode()}")


def main():
    program = os.path.basename(sys.argv[0])
    real = f"/usr/bin/{program}"
    args = sys.argv[1:]
    if not CHANGES.intersection(args):
        os.execv(real, [program, *args])
    environment = {key: value for key, value in os.environ.items() if key.startswith("SYSTEMD_")}
    tell({"when": "before", "program": program, "args": args, "environment": environment})
    ran = subprocess.run([program, *args], executable=real, stderr=subprocess.PIPE, check=False)
    sys.stderr.buffer.write(ran.stderr)
    tell({"when": "after", "status": ran.returncode, "stderr": ran.stderr.decode(errors="replace")})
    # A signal is negative here, and what the shell makes of it is as good as any other failure.
    sys.exit(ran.returncode)


main()
