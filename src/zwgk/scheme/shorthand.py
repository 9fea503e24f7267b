"""Keys that may be written in one word (简写): the word stands for a mapping."""

from typing import Any, ClassVar

from pydantic import GetJsonSchemaHandler

from zwgk.records import Model


class Shorthand(Model):
    """A mapping that has a short form too (可简写的键); ``short`` is the schema of that form."""

    short: ClassVar[dict[str, Any]]

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: Any, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core_schema)
        whole = handler.resolve_ref_schema(schema)
        if "properties" in whole:
            apart = dict(whole)
            whole.clear()
            whole |= {"anyOf": [dict(cls.short), apart]}
        return schema
