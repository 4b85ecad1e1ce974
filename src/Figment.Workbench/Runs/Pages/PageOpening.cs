using Figment.Backend;
using Figment.Data;
using Figment.Formats;
using Figment.Models;
using Figment.Runs.Pages;

namespace Figment.Runs;

/// <summary>
/// Opens the page of a model, as <c>html</c> is exported, as a run like any other, on the machine of whoever was sent it. It can
/// be sampled, judged, exported and begun from; it cannot go on, since a page has no optimizer.
/// </summary>
public static class PageOpening
{
    private const int Samples = 16;

    /// <summary>Opens a page, from wherever it comes.</summary>
    /// <param name="page">The file.</param>
    /// <param name="folder">
    /// The folder of the new run, which does not exist or is empty; null makes one below <paramref name="runs"/>.
    /// </param>
    /// <param name="runs">Where runs are kept.</param>
    /// <param name="clock">Names the folder; null is the system's.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <returns>The new run, with samples of what the model makes.</returns>
    /// <exception cref="FigmentException">
    /// The file is no such page, damaged, of an older Figment or of a preset that is not known here; or the folder cannot be
    /// written. Nothing is left behind then.
    /// </exception>
    public static RunFolder Open(
        string page,
        string? folder,
        string runs,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(page);
        if (folder is not null)
            NewRunFolder.EnsureFree(folder);
        else
            NewRunFolder.EnsureWritable(runs);
        PageFile file = PageFile.Read(page);
        RunOptions told = PageRun.Read(file.Facts, page);
        OnnxWeights weights = OnnxWeights.In(file.Network, page);
        cancellationToken.ThrowIfCancellationRequested();
        using TrainableModel model = Build(told, weights, file, page);
        ISamples samples = model.MakeSamples(Samples, told.Training.Seed);
        cancellationToken.ThrowIfCancellationRequested();
        RunOptions options = told with { OpenedFrom = Origin(file, weights, model) };
        return Write(
            folder,
            runs,
            clock ?? TimeProvider.System,
            options,
            made =>
            {
                long step = PageRun.StepIn(file.Facts);
                made.Model.Save(model, Checkpoint.Last, step);
                RunStorage.Write(made.Root, () => samples.Save(made.SampleFileOf(step, samples.FileExtension)));
            }
        );
    }

    private static OpenedPage Origin(PageFile file, OnnxWeights weights, TrainableModel model) =>
        new(
            PageRun.TextIn(file.Facts, "figment"),
            PageRun.TextIn(file.Facts, "license") is { Length: > 0 } license ? license : RunExport.LicenseNotStated,
            weights.AreHalf ? RunFormat.Fp16 : RunFormat.Fp32,
            file.Sha256,
            PageRun.IsSaid(file.Facts, "areCopies"),
            model.NotInSamplers
        );

    /// <summary>Builds the model that the page says, and gives it the weights that the page has.</summary>
    private static TrainableModel Build(RunOptions told, OnnxWeights weights, PageFile file, string page)
    {
        DataDescription data = told.Kind.Describe(told.Data);
        TrainableModel? model = null;
        try
        {
            ModelPreset preset = ModelCatalog.Find(told.Preset).OfRun(told.Model);
            ModelOptions options = preset.OptionsFor(data);
            OptionsValidator.ThrowIfInvalid(options);
            long least = options.LeastNumbers(data.Seen);
            if (least > weights.Numbers) // before it is built, which would take so much room
            {
                throw new FileFormatException(
                    $"{page} is damaged: it says to be a model of {least:N0} numbers or more, and holds {weights.Numbers:N0}."
                );
            }

            model = preset.Create(options, data, new SeededRandom(told.Training.Seed, told.Randomness));
            model.IsSamplerOnly = true;
            TakeFacts(told.Kind, model, file, page);
            model.LoadExported(weights, page);
            return model;
        }
        catch (OptionsException e)
        {
            model?.Dispose();
            throw new FileFormatException(
                $"The model in {page} cannot be built here: {e.Message} It is damaged, or a newer Figment wrote it.",
                e
            );
        }
        catch
        {
            model?.Dispose();
            throw;
        }
    }

    private static void TakeFacts(DataKind kind, TrainableModel model, PageFile file, string page)
    {
        try
        {
            kind.TakeFacts(model, file.Facts);
        }
        catch (FileFormatException e)
        {
            throw new FileFormatException($"What {page} says does not fit its model: {e.Message} It is damaged.", e);
        }
    }

    /// <summary>Makes the folder, which is a run's once all is in it; what was begun of it goes where that fails.</summary>
    private static RunFolder Write(string? folder, string runs, TimeProvider clock, RunOptions options, Action<RunFolder> fill)
    {
        string? begun = null;
        bool wasThere = folder is not null && Directory.Exists(folder);
        try
        {
            return folder is not null
                ? NewRunFolder.Create(folder, options, Fill)
                : NewRunFolder.CreateBelow(runs, clock.GetLocalNow(), options, Fill);
        }
        catch
        {
            if (begun is not null)
            {
                Storage.Attempt(() => Directory.Delete(begun, recursive: true));
                if (wasThere)
                    Storage.Attempt(() => Directory.CreateDirectory(begun));
            }

            throw;
        }

        void Fill(string root) => fill(new RunFolder(begun = root, options));
    }
}
