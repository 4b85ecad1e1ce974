using System.Globalization;
using Figment.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Figment.Cli.Terminal;

/// <summary>Shows a training as it goes: a live bar on a terminal, a plain line now and then in a pipe.</summary>
internal static class TrainingView
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs a training and shows what it reports.</summary>
    internal static T Show<T>(IAnsiConsole console, Func<IProgress<TrainingProgress>, T> train)
    {
        if (!console.Profile.Capabilities.Interactive) return train(new Lines(console));

        StatusColumn status = new();
        return console.Progress()
            .Columns(new ProgressBarColumn { Width = 20 }, new PercentageColumn(), status)
            .Start(context => train(new Bar(context.AddTask("training", maxValue: 1), status)));
    }

    private static string Measures(IEnumerable<KeyValuePair<string, double>> measures) => string.Join("  ", measures.Select(measure => IsShare(measure)
        ? string.Create(CultureInfo.InvariantCulture, $"{measure.Key} {measure.Value * 100:F0}%")
        : string.Create(CultureInfo.InvariantCulture, $"{measure.Key} {measure.Value:F3}")));

    private static bool IsShare(KeyValuePair<string, double> measure) => measure.Key.Contains("accuracy", StringComparison.Ordinal);

    private sealed class Bar(ProgressTask task, StatusColumn status) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.Value = value.Fraction;
            if (value.Measures.Count == 0) return;
            string left = value.Remaining is TimeSpan remaining && !value.IsLast ? $"{Words.Duration(remaining)} left" : Words.Duration(value.Elapsed);
            status.Lines =
            [
                $"step {Words.Number(value.Step)} · {Words.Number(value.StepsPerSecond, 1)}/s · {left}",
                Measures(value.Measures.Where(measure => !IsShare(measure))),
                Measures(value.Measures.Where(IsShare)),
            ];
        }
    }

    /// <summary>Three short lines beside the bar, so that it all fits on a terminal of 80 columns.</summary>
    private sealed class StatusColumn : ProgressColumn
    {
        internal string[] Lines { get; set; } = ["starting"];

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Rows(Lines.Where(line => line.Length > 0).Select(line => new Text(line)));
    }

    private sealed class Lines(IAnsiConsole console) : IProgress<TrainingProgress>
    {
        private TimeSpan? last;

        public void Report(TrainingProgress value)
        {
            if (value.Measures.Count == 0 || (!value.IsLast && last is not null && value.Elapsed - last < LineInterval)) return;
            last = value.Elapsed;
            string line = $"step {value.Step}  images {value.Images}  {Words.Duration(value.Elapsed)}  {Words.Number(value.StepsPerSecond, 1)} steps/s  {Measures(value.Measures)}";
            console.Profile.Out.Writer.WriteLine(line);
        }
    }
}
