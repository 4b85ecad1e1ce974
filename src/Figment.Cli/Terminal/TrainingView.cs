using System.Globalization;
using Figment.Models;
using Figment.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Figment.Cli.Terminal;

/// <summary>Shows a training as it goes: a live bar on a terminal, a plain line now and then in a pipe.</summary>
internal sealed class TrainingView(IAnsiConsole console)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private readonly bool isLive = console.Profile.Capabilities is { Interactive: true, Ansi: true };

    /// <summary>Runs a training and shows what it reports.</summary>
    internal T Show<T>(Func<IProgress<TrainingProgress>, T> train)
    {
        if (!isLive) return train(TrainingProgress.Listener(PlainLines()));

        StatusColumn status = new();
        return console.Progress()
            .Columns(new ProgressBarColumn { Width = 20 }, new PercentageColumn(), status)
            .Start(context => train(TrainingProgress.Listener(Bar(context.AddTask("training", maxValue: 1), status))));
    }

    /// <summary>Prints a line above the bar; in a pipe it is never broken.</summary>
    internal void Say(string line)
    {
        if (isLive) console.WriteLine(line); // through the console, which knows of the bar
        else console.Profile.Out.Writer.WriteLine(line);
    }

    private static Action<TrainingProgress> Bar(ProgressTask task, StatusColumn status) => progress =>
    {
        task.Value = progress.Fraction;
        if (progress.Measures.Count == 0) return;
        string left = progress.Remaining is TimeSpan remaining && !progress.IsLast ? $"{Words.Duration(remaining)} left" : Words.Duration(progress.Elapsed);
        status.Lines =
        [
            $"step {Words.Number(progress.Step)} · {Words.Number(progress.StepsPerSecond, 1)}/s · {left}",
            Measures(progress.Measures.Where(measure => !Measure.IsShare(measure.Key))),
            Measures(progress.Measures.Where(measure => Measure.IsShare(measure.Key))),
        ];
    };

    private Action<TrainingProgress> PlainLines()
    {
        TimeSpan? last = null;
        return progress =>
        {
            if (progress.Measures.Count == 0 || (!progress.IsLast && last is not null && progress.Elapsed - last < LineInterval)) return;
            last = progress.Elapsed;
            Say($"step {progress.Step}  images {progress.Images}  {Words.Duration(progress.Elapsed)}  {Words.Number(progress.StepsPerSecond, 1)} steps/s  {Measures(progress.Measures)}");
        };
    }

    private static string Measures(IEnumerable<KeyValuePair<string, double>> measures) => string.Join("  ", measures.Select(measure => Measure.IsShare(measure.Key)
        ? string.Create(CultureInfo.InvariantCulture, $"{measure.Key} {measure.Value * 100:F0}%")
        : string.Create(CultureInfo.InvariantCulture, $"{measure.Key} {measure.Value:F3}")));

    /// <summary>Three short lines beside the bar, so that it all fits on a terminal of 80 columns.</summary>
    private sealed class StatusColumn : ProgressColumn
    {
        internal string[] Lines { get; set; } = ["starting"];

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Rows(Lines.Where(line => line.Length > 0).Select(line => new Text(line)));
    }
}
