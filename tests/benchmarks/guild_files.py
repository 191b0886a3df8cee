"""Guild files of any size, as people write them."""


def guild_file(operations=300, flags=2000):
    """Return a Guild file of one model with so many operations, and so many flags in all."""
    lines = ["- model: net", "  description: A model of many operations", "  operations:"]
    each, more = divmod(flags, operations)
    number = 0
    for operation in range(operations):
        lines += [
            f"    train-{operation:03}:",
            f"      description: Train with the data of day {operation}",
            f"      main: package.train{operation} --verbose",
            "      flags:",
        ]
        for _ in range(each + (operation < more)):
            name = f"        flag-{number % 17}:"
            if number % 3 == 0:
                lines.append(f"{name} {number / 1000}")
            elif number % 3 == 1:
                lines += [name, f"          default: {number}", "          min: 0"]
            else:
                lines += [name, "          default: relu", "          choices: [relu, tanh]"]
            number += 1
    return "\n".join(lines) + "\n"
