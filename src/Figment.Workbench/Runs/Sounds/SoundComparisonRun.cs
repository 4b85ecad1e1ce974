using System.Text;
using Figment.Backend;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Models.Images;
using Figment.Reports;
using TorchSharp;

namespace Figment.Runs.Sounds;

/// <summary>Writes a page that plays the sounds of several runs side by side.</summary>
internal static class SoundComparisonRun
{
    /// <summary>Makes some sounds with each run and writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runs">A letter for each run, the run, and its evaluation.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c>.</param>
    /// <param name="language">The language in which the page opens.</param>
    /// <param name="progress">Receives the progress, on this thread.</param>
    /// <param name="cancellationToken">Stops the work; nothing is written then.</param>
    /// <returns>The number of sounds on the page for each run.</returns>
    /// <exception cref="FigmentException">A model cannot be loaded, or the file cannot be written.</exception>
    internal static int WritePage(
        string path,
        IReadOnlyList<(string Key, RunFolder Run, SoundReport Report)> runs,
        string device,
        Language language,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        int count = runs.Min(each => new PlayedSounds(each.Run.SoundData().Shape).Most);
        string[] classes = Shared([.. runs.Select(each => each.Run.SoundData())]);
        torch.Device on = ComputeDevice.Resolve(device);
        List<ComparedSounds> compared = [];
        try
        {
            foreach ((string key, RunFolder run, SoundReport report) in runs)
            {
                progress?.Report(new EvaluationProgress($"making sounds of {key}", (double)compared.Count / runs.Count));
                string checkpoint = run.Model.Describe(run.Preferred);
                compared.Add(
                    new ComparedSounds(
                        key,
                        $"{run.Root} ({checkpoint})",
                        run.SoundData().Shape,
                        report,
                        JudgedInstead(report, run, checkpoint),
                        Draw(run, count, classes, on, cancellationToken)
                    )
                );
            }

            string page = SoundComparisonPage.Write(compared, language);
            OutputPlace.WriteFile(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
            return count;
        }
        finally
        {
            foreach (ComparedSounds each in compared)
                each.Made.Dispose();
        }
    }

    /// <summary>
    /// The subject of a report if it is not this run's checkpoint; null if it is, however its path was written. If no
    /// run exists at the path any more, the path is assumed to mean this run, because the report is in its folder.
    /// </summary>
    private static string? JudgedInstead(SoundReport report, RunFolder run, string checkpoint)
    {
        string judged = report.Pictures.Generated.Source,
            end = $" ({checkpoint})";
        if (!judged.EndsWith(end, StringComparison.Ordinal))
            return judged;
        string root = judged[..^end.Length];
        return !RunFolder.Is(root) || FullPath(root) == FullPath(run.Root) ? null : judged;

        static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    /// <summary>The classes that all runs learned, in the order of the first run.</summary>
    private static string[] Shared(IReadOnlyList<SoundRunData> data) =>
        [.. data[0].Classes.Select(each => each.Name).Where(name => data.All(other => NumberOf(other, name) is not null))];

    private static int? NumberOf(SoundRunData data, string name) =>
        ClassNames.Find(name, [.. data.Classes.Select(each => each.Name)]);

    /// <summary>The first sounds for a seed; with class-conditional models, the classes take turns.</summary>
    private static HeardSounds Draw(
        RunFolder run,
        int count,
        string[] classes,
        torch.Device device,
        CancellationToken cancellationToken
    )
    {
        SoundRunData data = run.SoundData();
        using ImageModel model = run.LoadModel<ImageModel>(device, run.Preferred);
        using SoundListener listener = new(data.Shape);
        SampleOptions options = new()
        {
            Classes = model.IsConditional ? [.. classes.Select(name => NumberOf(data, name)!.Value)] : [],
        };
        return listener.Listen(
            model,
            data.Describe().Grid,
            count,
            options,
            [.. data.Classes.Select(each => each.Name)],
            isKept: true,
            cancellationToken: cancellationToken
        );
    }
}
