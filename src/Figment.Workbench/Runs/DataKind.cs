using System.Text.Json;
using Figment.Data;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <summary>
/// A kind of data, such as images, with everything that a run needs to know about it. To add a kind, derive from this class,
/// register it with <see cref="DataKinds.Add"/>, and add presets that learn from it to <see cref="ModelCatalog"/>.
/// </summary>
public abstract class DataKind
{
    /// <summary>The name of the items, in the plural and in lower case: <c>images</c>. Runs are saved with this name.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// The type that describes such data in a run's options: <see cref="RunData"/>, or a record derived from it.
    /// </summary>
    public virtual Type RunDataType => typeof(RunData);

    /// <summary>
    /// The type of the training loop's options for such data: <see cref="TrainingOptions"/>, or a record derived from it.
    /// </summary>
    public virtual Type TrainingOptionsType => typeof(TrainingOptions);

    /// <summary>Whether the named data is of this kind. Only names and the first bytes of files are read.</summary>
    /// <param name="source">A name or a path.</param>
    public abstract bool Takes(string source);

    /// <summary>Whether the source is the name of a data set and not a path.</summary>
    /// <param name="source">A name or a path.</param>
    public virtual bool IsName(string source) => !Path.Exists(source);

    /// <summary>Opens the data for training.</summary>
    /// <param name="source">A name or a path.</param>
    /// <param name="reading">How to read it; null lets the data decide.</param>
    /// <param name="progress">Receives the progress of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">The data cannot be read.</exception>
    public abstract Dataset Open(
        string source,
        IDataOptions? reading,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    );

    /// <summary>Opens the training data of a run again, and reads it as the run did.</summary>
    /// <param name="place">Where the data is now: a path, or the name of a data set.</param>
    /// <param name="isName">Whether <paramref name="place"/> is a name.</param>
    /// <param name="learned">What the run recorded about the data.</param>
    /// <param name="progress">Receives the progress of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">The data cannot be read.</exception>
    public virtual Dataset Reopen(
        string place,
        bool isName,
        RunData learned,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => Open(place, null, progress, cancellationToken);

    /// <summary>Describes data for the record of a run.</summary>
    /// <param name="source">The name or path that was asked for.</param>
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

    /// <summary>Describes recorded data for the model.</summary>
    /// <param name="data">The record of a run.</param>
    public abstract DataDescription Describe(RunData data);

    /// <summary>Adds the options that this kind of data needs, if they were not given.</summary>
    /// <param name="options">The training loop's options.</param>
    public virtual TrainingOptions Complete(TrainingOptions options) => options;

    /// <summary>Checks that a model can learn from the data as requested.</summary>
    /// <param name="data">The data.</param>
    /// <param name="model">The model's options.</param>
    /// <param name="training">The training loop's options.</param>
    /// <exception cref="FigmentException">The model cannot learn from the data as requested.</exception>
    public virtual void Check(Dataset data, ModelOptions model, TrainingOptions training) { }

    /// <summary>Opens the judge of samples during training; null if nothing judges this kind of data.</summary>
    /// <param name="word">The requested judge.</param>
    /// <param name="data">The training data, on the device of the judge.</param>
    /// <param name="device">The device of the judge.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <exception cref="FigmentException">The judge does not exist, or it does not fit the data.</exception>
    public virtual ISampleJudge? OpenJudge(string word, Dataset data, torch.Device device, long seed) => null;

    /// <summary>Opens the judge for a new run, or creates it, which takes some time.</summary>
    /// <param name="order">The requested judge.</param>
    /// <param name="cancellationToken">Stops the creation.</param>
    /// <inheritdoc cref="OpenJudge(string, Dataset, torch.Device, long)"/>
    internal virtual ISampleJudge? OpenJudge(JudgeOrder order, CancellationToken cancellationToken) =>
        OpenJudge(order.Word, order.Data, order.Device, order.Seed);

    /// <summary>Opens the judge of a run that is being continued.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The training data.</param>
    /// <param name="device">The device of the judge.</param>
    /// <exception cref="FigmentException">The judge no longer exists.</exception>
    public virtual ISampleJudge? ReopenJudge(RunFolder run, Dataset data, torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(run);
        return OpenJudge(run.Options.Features, data, device, run.Options.Training.Seed);
    }

    /// <summary>Opens the judge of a run that continues, and reports progress if that takes some time.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The training data.</param>
    /// <param name="device">The device of the judge.</param>
    /// <param name="progress">Receives the progress, on this thread.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <inheritdoc cref="ReopenJudge(RunFolder, Dataset, torch.Device)"/>
    internal virtual ISampleJudge? ReopenJudge(
        RunFolder run,
        Dataset data,
        torch.Device device,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => ReopenJudge(run, data, device);

    /// <summary>Reads an evaluation by a judge of this kind.</summary>
    /// <param name="evaluation">A JSON object of <c>metrics.jsonl</c>.</param>
    /// <returns>The evaluation; null for a kind without a judge.</returns>
    /// <exception cref="JsonException">The object is not such an evaluation.</exception>
    public virtual ISampleEvaluation? ReadEvaluation(JsonElement evaluation) => null;

    /// <summary>How close samples are to the real data, by their evaluation; null if that is not measured.</summary>
    /// <param name="evaluation">The evaluation.</param>
    internal virtual Nearness? NearnessOf(ISampleEvaluation evaluation) => null;

    /// <summary>Rules that detect problems in samples of this kind, in addition to the rules for losses.</summary>
    internal virtual IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> Rules => [];

    /// <summary>The formats in which models of such data can be exported, the default first.</summary>
    internal virtual IReadOnlyList<RunFormat> Formats => [];

    /// <summary>What the files of an exported model say about the data, in addition to what all of them say.</summary>
    /// <param name="data">What the run recorded about the data.</param>
    internal virtual IReadOnlyDictionary<string, string> ExportFacts(RunData data) => new Dictionary<string, string>();

    /// <summary>The options of a model as written to its page: those needed to rebuild the model from the page.</summary>
    /// <param name="options">The options as recorded in the run.</param>
    /// <param name="model">The model.</param>
    internal virtual JsonElement PageOptions(JsonElement options, TrainableModel model) => options;

    /// <summary>Gives a model what its page contains besides the weights.</summary>
    /// <param name="model">A model of such data.</param>
    /// <param name="facts">The facts in the page, a JSON object that may contain anything.</param>
    /// <exception cref="FileFormatException">It does not fit the model.</exception>
    internal virtual void TakeFacts(TrainableModel model, JsonElement facts) { }

    /// <summary>
    /// Whether the samples of a run are known to contain more near copies of the training data than chance explains.
    /// </summary>
    /// <param name="run">The run.</param>
    internal virtual bool MakesCopies(RunFolder run) => CopiesFound.InTraining(run);

    /// <summary>What a judge found, in the few words that fit on a card; null if there is nothing to say.</summary>
    /// <param name="evaluation">What it found.</param>
    internal virtual Text? InShort(ISampleEvaluation evaluation) => null;

    private protected string? FullPathOf(string source) => IsName(source) ? null : Path.GetFullPath(source);
}
