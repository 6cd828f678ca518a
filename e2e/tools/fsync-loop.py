"""The machine's own limit: the same count of durable SQLite transactions of like size, in a bare loop. Prints transactions a second."""
import os
import sqlite3
import sys
import time

folder, count, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
path = os.path.join(folder, "bare.db")
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("pragma journal_mode = wal")
connection.execute("pragma synchronous = full")
connection.execute("create table mail (id integer primary key, raw blob not null)")
raw = os.urandom(size)
start = time.perf_counter()
for _ in range(count):
    connection.execute("begin immediate")
    connection.execute("insert into mail (raw) values (?)", (raw,))
    connection.execute("commit")
print(count / (time.perf_counter() - start))
