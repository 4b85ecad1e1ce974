using System.CommandLine;
using Figment.Benchmarks;

return new RootCommand("Measures what Figment costs: time per training step, memory, start.")
{
    StepCommand.Create(),
    MemoryCommand.Create(),
    StartupCommand.Create(),
    LookCommand.Create(),
}.Parse(args).Invoke();
