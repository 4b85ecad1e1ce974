using Figment.Evaluation;
using Figment.Models;

namespace Figment.Runs;

/// <summary>Looks at what a model makes while it trains.</summary>
public interface ISampleJudge : IDisposable
{
    /// <summary>What it judges by.</summary>
    ExtractorCard Card { get; }

    /// <summary>The full path of the file that it was read from; null where it comes with Figment.</summary>
    string? File { get; }

    /// <summary>
    /// The name of the file by which a run keeps it in its folder, where it was made for the data; otherwise null.
    /// </summary>
    string? Kept => null;

    /// <summary>Writes the file of that name.</summary>
    /// <param name="folder">The run's folder.</param>
    void KeepIn(string folder) { }

    /// <summary>Whether samples are to be looked at now.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">Items of the data learned from so far.</param>
    /// <param name="isLast">Whether the training ends here.</param>
    bool IsDue(TrainableModel model, long items, bool isLast);

    /// <summary>Goes on as if the last look had been so many items into the training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">Items learned from by then.</param>
    /// <param name="last">That look; null where there was none.</param>
    void GoOnFrom(TrainableModel model, long items, ISampleEvaluation? last);

    /// <summary>Makes samples and looks at them. The same model gives the same numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">Items learned from so far.</param>
    ISampleEvaluation Look(TrainableModel model, long items);
}
