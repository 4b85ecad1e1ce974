using System.CommandLine;
using Figment.Benchmarks;

return new RootCommand("Measures what Figment costs: time per training step and per sample, memory, start.")
{
    StepCommand.Create(),
    MemoryCommand.Create(),
    StartupCommand.Create(),
    LookCommand.Create(),
    SampleCommand.Create(),
    TextCommand.Create(),
    LargeDataCommand.Create(),
    RoundTripCommand.Create(),
}
    .Parse(args)
    .Invoke();
