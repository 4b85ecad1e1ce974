using Figment.Backend;
using Figment.Data;
using Figment.Formats;
using Figment.Models;
using Figment.Runs.Pages;

namespace Figment.Runs;

/// <summary>
/// Opens a model's page (exported as <c>html</c>) as an ordinary run on the machine of whoever received the page. The run can be
/// sampled, judged and exported, and training can start from it. The run cannot be resumed, because a page does not contain the
/// optimizer's state.
/// </summary>
public static class PageOpening
{
    private const int Samples = 16;

    /// <summary>Opens a page from any source.</summary>
    /// <param name="page">The file.</param>
    /// <param name="folder">
    /// The folder of the new run, which does not exist or is empty; null creates one below <paramref name="runs"/>.
    /// </param>
    /// <param name="runs">The folder that contains the runs.</param>
    /// <param name="clock">The clock used to name the folder; null for the system's.</param>
    /// <param name="cancellationToken">Cancels the opening, but has no effect once anything has been written.</param>
    /// <returns>The new run, with some of the model's samples.</returns>
    /// <exception cref="FigmentException">
    /// The file is not such a page, is damaged, or comes from an older Figment; its preset is unknown here; or the folder cannot
    /// be written. Nothing is left behind.
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

    /// <summary>Builds the model that the page describes, and loads the page's weights.</summary>
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
            if (least > weights.Numbers) // checked before the model is built, because building it would take that much memory
            {
                throw new FileFormatException(
                    $"{page} is damaged: its model needs at least {least:N0} numbers, but it holds only {weights.Numbers:N0}."
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
                $"The model in {page} cannot be built here: {OptionSentence.Reason(e)}. It is damaged, or was written by a newer "
                    + $"version of Figment.",
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
            throw new FileFormatException(
                $"The description of the model in {page} is wrong: {OptionSentence.Reason(e)}. It is damaged.",
                e
            );
        }
    }

    /// <summary>Creates the folder of the run. If that fails, everything created so far is deleted.</summary>
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
