"""Every attribute that a Guild file may have: its kind, and what it says.

This table alone tells unknown keys from known ones, what kind of value is read, and what the
schema for editors has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Attribute(NamedTuple):
    """One attribute.

    Parameters
    ----------
    kind
        What its value is; the schema and the readers have a form for each kind.
    says
        What it means, in one sentence.
    """

    kind: str
    says: str


Table = Mapping[str, Attribute]


def _table(rows: str) -> dict[str, Attribute]:
    split = (row.split(None, 2) for row in rows.strip().splitlines())
    return {name: Attribute(kind, says) for name, kind, says in split}


MODEL = _table("""
default             bool         Whether this is the project's default model.
description         text         What the model is.
extends             texts        Models or configs whose attributes this one takes over.
extra               mapping      Anything; not read.
flags               flags        Flags that operations can include with $include.
operation-defaults  operation    Attributes for operations that do not say them themselves.
operations          operations   What the model can do, by name.
params              mapping      Values for {{ NAME }} in the model's texts.
plugins             plugins      Plugins of Guild AI for its operations.
profiles            profiles     Named sets of flag values, for every operation.
python-requires     text         Which versions of Python will do for its operations.
references          texts        Where to read more.
resources           resources    Files that operations require, by name.
sourcecode          select       Which files are copied as source code.
""")

#: The model's attributes that a child takes over from what it extends.
INHERITABLE = (
    *("description", "references", "operations", "operation-defaults", "resources", "flags"),
    *("sourcecode", "params", "extra", "profiles"),
)

PACKAGE = _table("""
author              text         Who wrote it.
author-email        text         Where to reach them.
data-files          texts        Files that the package also has.
description         text         What the package is.
license             text         Its licence.
packages            packages     The Python packages in it.
python-requires     text         Which versions of Python will do.
python-tag          text         The tag of Python in the wheel's name.
requires            texts        What is installed with it.
resources           resources    Files that other projects may require, by name.
tags                texts        Words by which it is found.
url                 text         Its page.
version             text         Its version.
""")

OPERATION = _table("""
can-stage-trials    bool         Whether this optimizer can stage its trials.
compare             texts        Columns of the comparison of its runs.
default             bool         Whether this is the model's default operation.
default-flag-arg-skip bool       Whether flags are kept from the arguments where they do not say.
default-max-trials  integer      How many trials a batch has if nobody says.
delete-on-success   bool         Whether a run that completes goes to the trash.
description         text         What the operation does.
env                 environment  Environment variables; values may have ${flag}.
env-secrets         texts        Variables that are never recorded.
exec                command      The command that is run; may have ${flag} and ${flag_args}.
flag-encoder        text         The function that encodes the flags of trials.
flags               flags        The operation's flags, by name.
flags-dest          text         How flags reach the program: args, globals, config:FILE and so on.
flags-import        flags-import Which flags are read from the program: yes, no, or names.
flags-import-skip   texts        Flags that are never read from the program.
handle-keyboard-interrupt bool   Whether the program is told that it may be interrupted.
label               text         The label of its runs; may have ${flag}.
main                command      The Python module that is run, and its first arguments.
notebook            command      The notebook that is run.
objective           objective    What optimizers minimize or maximize.
optimizer           optimizer    The optimizer of its batches.
optimizers          optimizers   The optimizers of its batches, by name.
output-attrs        scalars      Which lines of the output are attributes.
output-scalars      scalars      Which lines of the output are scalars; no for none.
pip-freeze          bool         Whether the installed packages are recorded.
plugins             plugins      Plugins of Guild AI.
profiles            profiles     Named sets of flag values.
publish             publish      What of its runs is published.
python-path         texts        Where modules are looked for when flags are read from them.
python-requires     text         Which versions of Python will do, such as >=3.9.
references          texts        Where to read more.
requires            requires     Resources that must be there before it starts.
run-attrs           mapping      Attributes that each run gets.
sourcecode          select       Which files are copied as source code.
steps               steps        The steps of a pipeline.
stoppable           bool         Not read.
tags                texts        Tags that each run gets.
""")

#: What an operation is made of; of several, the first one counts.
FORMS = ("exec", "main", "notebook", "steps")

FLAG = _table("""
alias               text         A second name on the command line.
allow-other         bool         Whether other values than the choices pass.
arg-encoding        mapping      The text of each value in the arguments.
arg-name            text         The name that the program knows it by.
arg-skip            bool         Whether it is kept from the arguments.
arg-split           bool-or-text Whether the value becomes several arguments; or the separator.
arg-switch          any          The value for which the bare option is passed.
choices             choices      The permitted values.
default             any          The value if nobody gives one.
description         text         What the flag does.
distribution        text         How optimizers draw from between min and max.
env-encoding        mapping      The text of each value in the environment.
env-name            text         The name of its environment variable.
max                 number       The greatest permitted number.
min                 number       The least permitted number.
null-label          text         What is shown where there is no value.
required            bool         Whether a value must be given.
type                type         What kind of value it has.
""")

CHOICE = _table("""
alias               any          What may be written instead of the value.
description         text         What the choice means.
flags               mapping      Values of other flags that come with it.
value               any          The value.
""")

RESOURCE = _table("""
default-unpack      bool         Whether archives are unpacked.
description         text         What the files are.
name                text         What the resource is called.
path                below        Older name of target-path.
private             bool         Not read.
references          texts        Where to read more.
sources             sources      Where the files come from.
target-path         below        The folder below the run directory where the files are placed.
target-type         target-type  Whether files are copied or linked.
""")

SOURCE_KINDS = _table("""
config              name         A file of settings that is written anew with the run's flags.
file                name         A file or folder of the project.
module              name         A Python module that must be there.
operation           name         Files of a run of this operation.
url                 name         A file that is downloaded.
""")

SOURCE = _table("""
always-resolve      bool         Whether it is resolved again when the run is restarted.
fail-if-empty       bool         Whether it is an error that nothing is found.
flag-name           bool-or-text The flag that chooses another source; no for none.
help                text         What is said where it cannot be resolved.
name                text         What the source is called.
optional            bool         Whether the run may start without it.
params              mapping      Values that are set in a config before the flags.
path                below        Older name of target-path.
post-process        text         A command that is run once on what was fetched.
preserve-path       bool         Whether files keep their folders.
rename              rename       New names: 'PATTERN REPLACEMENT', or a list of them.
replace-existing    bool         Whether files that are there are replaced.
select              regexes      Patterns of the files that are taken.
select-max          regexes      Pattern of a number; the file with the greatest one is taken.
select-min          regexes      Pattern of a number; the file with the least one is taken.
sha256              text         The digest that the content must have.
target-path         below        The folder below the run directory where the files are placed.
target-type         target-type  Whether files are copied or linked.
type                text         What kind of archive it is: zip, tar or gzip.
unpack              bool         Whether archives are unpacked.
warn-if-empty       bool         Whether it is said that nothing is found.
""")

STEP = _table("""
batch-label         text         The label of the step's batch.
batch-tags          texts        The tags of the step's batch.
expect              checks       What must hold after the step.
fail-on-trial-error bool         Whether a batch stops at the first trial that fails.
flags               step-flags   Flag values of the step; text may have ${flag} of the pipeline.
force-flags         bool         Whether flags are passed unchecked.
gpus                text         Which GPUs the step may use.
isolate-runs        bool         Whether required runs are looked for in the pipeline alone.
label               text         The label of the step's run.
max-trials          integer      How many trials a batch has.
maximize            text         The scalar that an optimizer maximizes.
minimize            text         The scalar that an optimizer minimizes.
name                text         What the link to the step's run is called.
needed              bool         Whether the step is left out if it was done before.
no-gpus             bool         Whether the step sees no GPU.
opt-flags           step-flags   Flag values of the optimizer.
optimize            bool         Whether the default optimizer is used.
optimizer           text         The optimizer of the step's batch.
random-seed         integer      The seed of what is drawn.
remote              text         Where the step is run.
run                 name         The operation, and NAME=VALUE words.
stop-after          number       After how many minutes the step is stopped.
tags                texts        The tags of the step's run.
""")
#: Keys of a step that are not options of its run.
STEP_KEYS = ("run", "name", "flags", "expect", "isolate-runs")

CHECK = _table("""
compare-to          text         A file of the project that must have the same content.
contains            text         A pattern that must occur in the files.
file                text         A pattern of paths; one must be there.
output              text         A pattern that must occur in the output.
""")

SELECT = _table("""
dest                text         The folder below the run directory.
digest              any          Not read.
root                text         The folder whose files are selected.
select              select       The files: a pattern, or rules.
""")

RULE = _table("""
exclude             patterns     Files that are left out.
include             patterns     Files that are taken.
""")

PATTERNS = _table("""
binary              texts        Patterns of binary files.
dir                 texts        Patterns of folders.
text                texts        Patterns of text files.
""")

PUBLISH = _table("""
files               select       Which files are published.
template            text         The template of the page.
""")

RENAME = _table("""
pattern             text         The pattern.
repl                text         What takes its place.
""")

#: The objects of a list at the top, by the key that begins them.
OBJECTS: Mapping[str, Table] = {
    "config": MODEL,
    "include": {},
    "model": MODEL,
    "package": PACKAGE,
}
