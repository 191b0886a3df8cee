"""From an operation to a run: the plan, which only reads, and the launch, which builds."""
