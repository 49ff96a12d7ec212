"""Runs a program on a pseudo terminal of a given size and prints what it wrote there; ends as it did.

pseudo-terminal.py COLUMNS LINES PROGRAM [ARGUMENT...]
"""

import fcntl
import os
import pty
import struct
import sys
import termios

columns, lines, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    # The size is there before the program looks.
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", int(lines), int(columns), 0, 0))
    os.execvp(command[0], command)
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    os.write(1, piece)
_, status = os.waitpid(child, 0)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
