"""Makes ftm.tsv: the schemata and properties of FollowTheMoney.

    python3 -m venv v && v/bin/pip install followthemoney==4.11.2 && v/bin/python make/ftm.py > ftm.tsv
"""

from importlib.metadata import version

from followthemoney import model

print(f"# Schemata and properties of FollowTheMoney. Made by make/ftm.py from followthemoney {version('followthemoney')}. See README.md.")
print("# Lines: schema, name, parents, flags (m matchable, e edge); property of the schema before, name, type, flags (m matchable,")
print("# s stub: the other end of a property that points here), name of the property at the other end.")
for schema in sorted(model, key=lambda schema: schema.name):
    flags = "m" * schema.matchable + "e" * schema.edge
    print("schema", schema.name, "|".join(sorted(parent.name for parent in schema.extends)), flags, sep="\t")
    for name, prop in sorted(schema.properties.items()):
        if prop.schema == schema:
            flags = "m" * prop.matchable + "s" * prop.stub
            reverse = prop.reverse.name if prop.reverse else ""
            print("property", name, prop.type.name, flags, reverse, sep="\t")
