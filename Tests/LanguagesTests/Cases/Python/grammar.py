#!/usr/bin/env python3
"""Every form of the grammar that a lexer or a parser can get wrong: not_a_call()."""
from __future__ import annotations

import os, os.path as path
import numpy as np
from . import sibling
from .. import (
    parent as up,  # a comment with a call()
    other,
)
from ..pkg.mod import name as alias
from ...  import far
from math import *

try:
    import tomllib
except ImportError:
    import tomli as tomllib
if TYPE_CHECKING:
    from typing import Any

CONSTANT = 0xFF_FF + 0o17 + 0b1_0 + 1_000.5e-3 + .5 + 5. + 1e10 + 3j + 1E+2J
TEXT = 'it''s' "two" \
    "three" r'\raw(call())' .decode() if b"bytes()" b'more()' else u'x' R"\d" + """triple
call() ' " '' ""
""" + '''x\'''' + ''
x = yield_ = 1; y = 2 ; z: int = 3
a, *b = (c, (d, [e])) = f() if g() else h(), *i()
obj.attr[index()].other, q[1:2, ::3, ...] = r = s()
matrix @= other @ thing
count += 1; count //= 2; count **= 3; count >>= 1; count <<= 1; count |= 1; count &= 1; count ^= 1; count %= 7
bare: Final[call_in_annotation()]
(n := len(x))
print(*args, sep='', **kwargs)
print((yield_ for yield_ in range(3)), *[1] if x else [], key=lambda a, *b, c=default(), **d: (a, b)(c))
w = not a or b and not c | d ^ e & f << g >> h + i - j * k / l // m % n @ -o ** +p ** ~q[r](s).t
v = a < b() <= c != d is not e is f not in g in h == i > j >= k
u = [f(i) for i, in g() if h(i) if not j for k in l if (m := n(k))]
t = {f(k): g(v) for k, v in h.items()} | {**a(), 'b': c(), **d} | {f(x) for x in y} | {1, 2, *z} | {}
s = (1,), (), [], [1, 2,], (1), ((2)), (lambda: 0)(), (lambda x=1, /, y=2, *, z: x)(1)
fluent = (
    frame  # the frame
    .groupby("x")  # by_x()
    .apply(function)
    [0]
    .result
)
dotted = (a
          .b . c
          (d))
(paren.thesised)(1)
((nested)).attribute()
r = a if b() else c if d() else e
if (x
        and y): pass
elif not_a_string('#'): pass  # if f()
else: z()
while x: x = step(x); continue
else:
    finished()
for i, (j, *k) in enumerate(pairs), more(): break
else: pass
with open(name) as file, lock(): pass
with (open(a) as b, open(c) as (d, e), f(),): pass
with (open(a), open(b)): pass
with (a or b).open() as c: pass
with (yield_): pass


@decorator
@module.decorator
@called(1, key=2)
@table[0].method
@(lambda f: f)
def function(a, b: int = default(), /, c: "str()" = 'x', *args: Any, d, e=None, **kwargs: dict[str, call()]) -> list[int]:
    """Docstring with call()."""
    global CONSTANT

    def inner(*, only): return only()

    class Local(Base): pass
    return inner, *args


def generic[T: (int, str) = bound(), *Ts = *tuple[int], **P](x: T, *args: *Ts) -> T: ...
class Generic[T](Base[T], metaclass=Meta(), **keywords()): x: int = field(default=1); y = 2
type Alias[T] = list[T] | made()
type = type(x)
type.attribute = type[0]


class Outer:

    class Inner:
	# a comment with a tab
        def method(self): return super().method()

    @property
    async def coroutine(self):
        async with self.lock() as held, other():
            async for item in self.stream():
                yield item
                await item.done()
                result = await (await fetch(item)).json()
        x = [y async for y in z() if await y()]
        return (yield), (yield from x)

    def empty(self): ...


def lines():
    raise ValueError("x") from None; del a, b[0]; assert x == 1, message(); return
    raise


try: risky()
except (A, B()) as error: handle()
except C: pass
except: raise
else: fine()
finally: done()
try:
    pass
except* Group as group:
    pass

match = match(case)
match[x] = case = 1
match.case(match)
match * x
match (x)
match command.split():
    case ["go", Direction(x=1, y=Point(2)) as d, *rest] if check(d): go()
    case {"key": -1 + 2j, **rest} | None | True | "a" "b" | mod.CONSTANT: pass
    case (1 | 2), [_, *_]:
        match -x:
            case int(): inner()
    case _:
        pass
match x, *y:
    case a: pass
match (lambda: x)():
    case str(): pass

def \
    continued \
        (a, \
         b):
    return a + \
        b
if True:
    one()
    if two():
        pass

  # a comment at no block's indent
    three()
f"{call()} {{not_a_call()}} {nested(f'{deeper(1)}')!r:>{width(2)}} {x!s} {y = } {z:%Y-%m-%d}"
f'{a["b"]}{c(d={"e": 1})["f"]}' f"" 'plain()' rf"\{raw()}\d{{" F'''{
    multi(  # comment()
        1)
}
''' "end"
f"{x:{y:{z()}}}" f"{lambda_}" f"\N{BULLET} {named()}" f"{(lambda: 1)()}" f"{a if b() else c}" f"{*d(), 1}"
f"{'same' + "quotes()" + f"{inside("x")}"}" f"{x!=y()}"
"last() line"
