using System.Text.Json;
using Figment.Data;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <summary>
/// A kind of data, such as images: all that a run has to know of it. Whoever adds a kind derives from this class, names it in
/// <see cref="DataKinds"/>, and adds presets that learn it to <see cref="ModelCatalog"/>.
/// </summary>
public abstract class DataKind
{
    /// <summary>What the items are called, in the plural and lower case: <c>images</c>. Runs are saved with it.</summary>
    public abstract string Name { get; }

    /// <summary>What describes such data in a run's options: <see cref="RunData"/>, or a record that adds to it.</summary>
    public virtual Type RunDataType => typeof(RunData);

    /// <summary>The loop's options for such data: <see cref="TrainingOptions"/>, or a record that adds to it.</summary>
    public virtual Type TrainingOptionsType => typeof(TrainingOptions);

    /// <summary>Whether what a user named is data of this kind. Nothing is read but names and first bytes.</summary>
    /// <param name="source">A name, or a path.</param>
    public abstract bool Takes(string source);

    /// <summary>Whether what a user named is the name of a data set, and no path.</summary>
    /// <param name="source">A name, or a path.</param>
    public virtual bool IsName(string source) => !Path.Exists(source);

    /// <summary>Opens the data to train with.</summary>
    /// <param name="source">A name, or a path.</param>
    /// <param name="reading">How it is to be read; null decides by the data.</param>
    /// <param name="progress">Hears of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">It cannot be read.</exception>
    public abstract Dataset Open(
        string source,
        IDataOptions? reading,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    );

    /// <summary>Opens what a run learned from once more, read as it was then.</summary>
    /// <param name="place">Where it is now: a path; or the name of a data set.</param>
    /// <param name="isName">Which of both.</param>
    /// <param name="learned">What the run recorded of it.</param>
    /// <param name="progress">Hears of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">It cannot be read.</exception>
    public virtual Dataset Reopen(
        string place,
        bool isName,
        RunData learned,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => Open(place, null, progress, cancellationToken);

    /// <summary>What a run records of data.</summary>
    /// <param name="source">What was asked for.</param>
    /// <param name="data">The data.</param>
    public virtual RunData Record(string source, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new RunData(source, data.Name, data.Count, RunClass.Of(data), data.Sha256)
        {
            Kind = Name,
            FullPath = FullPathOf(source),
            Notes = data.Notes,
        };
    }

    /// <summary>What a model has to know of the data that a run recorded.</summary>
    /// <param name="data">The record.</param>
    public abstract DataDescription Describe(RunData data);

    /// <summary>The loop's options, and beside them those that data of this kind has and that nobody named.</summary>
    /// <param name="options">The loop's options.</param>
    public virtual TrainingOptions Complete(TrainingOptions options) => options;

    /// <summary>Makes sure that there is something to learn from data in the way that was asked for.</summary>
    /// <param name="data">The data.</param>
    /// <param name="model">The model's options.</param>
    /// <param name="training">The loop's options.</param>
    /// <exception cref="FigmentException">There is not.</exception>
    public virtual void Check(Dataset data, ModelOptions model, TrainingOptions training) { }

    /// <summary>Opens what judges samples while a model trains; null where nothing does.</summary>
    /// <param name="word">What was asked for.</param>
    /// <param name="data">What the model learns from, on the device where it is judged.</param>
    /// <param name="device">Where to judge.</param>
    /// <param name="seed">Chooses samples.</param>
    /// <exception cref="FigmentException">There is no such judge, or it does not know such data.</exception>
    public virtual ISampleJudge? OpenJudge(string word, Dataset data, torch.Device device, long seed) => null;

    /// <summary>Opens what judges the samples of a new run, or makes it where that takes a while.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="cancellationToken">Stops the making.</param>
    /// <inheritdoc cref="OpenJudge(string, Dataset, torch.Device, long)"/>
    internal virtual ISampleJudge? OpenJudge(JudgeOrder order, CancellationToken cancellationToken) =>
        OpenJudge(order.Word, order.Data, order.Device, order.Seed);

    /// <summary>Opens the judge of a run that goes on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">What the model learns from.</param>
    /// <param name="device">Where to judge.</param>
    /// <exception cref="FigmentException">It is not there any more.</exception>
    public virtual ISampleJudge? ReopenJudge(RunFolder run, Dataset data, torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(run);
        return OpenJudge(run.Options.Features, data, device, run.Options.Training.Seed);
    }

    /// <summary>Opens the judge of a run that goes on, and says how far it is where that takes a while.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">What the model learns from.</param>
    /// <param name="device">Where to judge.</param>
    /// <param name="progress">Hears of it, on this thread.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <inheritdoc cref="ReopenJudge(RunFolder, Dataset, torch.Device)"/>
    internal virtual ISampleJudge? ReopenJudge(
        RunFolder run,
        Dataset data,
        torch.Device device,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => ReopenJudge(run, data, device);

    /// <summary>Reads what a judge of this kind found.</summary>
    /// <param name="evaluation">A JSON object of <c>metrics.jsonl</c>.</param>
    /// <returns>Null for a kind whose samples nothing judges.</returns>
    /// <exception cref="JsonException">It is something else.</exception>
    public virtual ISampleEvaluation? ReadEvaluation(JsonElement evaluation) => null;

    /// <summary>How near samples are to what is real, by what a look at them found; null where that is not measured.</summary>
    /// <param name="evaluation">What was found.</param>
    internal virtual Nearness? NearnessOf(ISampleEvaluation evaluation) => null;

    /// <summary>What can be seen to go wrong with samples of this kind, beside what losses tell.</summary>
    internal virtual IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> Rules => [];

    /// <summary>The formats in which models of such data are written for other programs, the usual one first.</summary>
    internal virtual IReadOnlyList<RunFormat> Formats => [];

    /// <summary>What the files of an exported model tell of the data, beside what all of them do.</summary>
    /// <param name="data">What the run recorded of it.</param>
    internal virtual IReadOnlyDictionary<string, string> ExportFacts(RunData data) => new Dictionary<string, string>();

    /// <summary>
    /// Whether more near copies of what a run learned from were found among its samples than chance explains, as far as is known.
    /// </summary>
    /// <param name="run">The run.</param>
    internal virtual bool MakesCopies(RunFolder run) => CopiesFound.InTraining(run);

    /// <summary>What a judge found, in the few words that a card has room for; null where there is nothing to say.</summary>
    /// <param name="evaluation">What it found.</param>
    internal virtual string? InShort(ISampleEvaluation evaluation) => null;

    private protected string? FullPathOf(string source) => IsName(source) ? null : Path.GetFullPath(source);
}
