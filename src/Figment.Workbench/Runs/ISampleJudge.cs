using Figment.Evaluation;
using Figment.Models;

namespace Figment.Runs;

/// <summary>Judges a model's samples during training.</summary>
public interface ISampleJudge : IDisposable
{
    /// <summary>Describes the judge.</summary>
    ExtractorCard Card { get; }

    /// <summary>The full path of the file that the judge was read from; null if it comes with Figment.</summary>
    string? File { get; }

    /// <summary>The name of the judge's file in the run's folder, if it was created for the data; otherwise null.</summary>
    string? Kept => null;

    /// <summary>Writes the judge's file to the run's folder.</summary>
    /// <param name="folder">The run's folder.</param>
    void KeepIn(string folder) { }

    /// <summary>Whether samples should be judged now.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">The number of items that the model has learned from so far.</param>
    /// <param name="isLast">Whether the training ends here.</param>
    bool IsDue(TrainableModel model, long items, bool isLast);

    /// <summary>Continues as if the last evaluation had been made after the given number of items.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">The number of items at that time.</param>
    /// <param name="last">The last evaluation; null if there was none.</param>
    void GoOnFrom(TrainableModel model, long items, ISampleEvaluation? last);

    /// <summary>Makes samples and evaluates them. The same model gives the same values.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">The number of items that the model has learned from so far.</param>
    ISampleEvaluation Look(TrainableModel model, long items);
}
