from typing import Any

class _Merger:
    def merge(self, base: dict[str, Any], nxt: dict[str, Any]) -> dict[str, Any]: ...

merger: _Merger
