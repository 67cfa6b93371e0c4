# SPDX-License-Identifier: Apache-2.0
# Has gdb say, in JSON, what lies at addresses of the process that it is attached to, and where one of its threads is:
# gdb -p PID -ex 'python tid = TID; addresses = [...]; output = FILE' -x witness.py
import json
import re

import gdb

SYMBOL = re.compile(r"^(.+?)(?: \+ (\d+))? in section ", re.DOTALL)


def symbol(address):
    """The name of the linker's symbol there, and the offset from its start; None if gdb knows of none."""
    match = SYMBOL.match(gdb.execute("info symbol 0x%x" % address, to_string=True))
    return (match.group(1), int(match.group(2) or 0)) if match else (None, 0)


def functions(address):
    """The functions there by debug information, those that are inlined in others first."""
    names = []
    try:
        block = gdb.block_for_pc(address)
    except (RuntimeError, gdb.error):
        return names
    while block is not None:
        if block.function is not None:
            names.append(block.function.print_name)
        block = block.superblock
    return names


def answer(address):
    name, offset = symbol(address)
    line = gdb.find_pc_line(address)
    file = line.symtab.filename if line.symtab is not None else None
    return {
        "address": "0x%x" % address,
        "symbol": name,
        "offset": offset,
        "functions": functions(address),
        "file": file,
        "line": line.line if file is not None else 0,
    }


def calls(tid):
    """The functions on the stack of a thread, from the signal's handler on outwards."""
    for thread in gdb.selected_inferior().threads():
        if thread.ptid[1] == tid:
            thread.switch()
            text = gdb.execute("bt -frame-arguments none -frame-info short-location 60", to_string=True)
            return text.splitlines()
    return []


with open(output, "w") as file:
    json.dump({"answers": [answer(address) for address in addresses], "stack": calls(tid)}, file)
