using System.ComponentModel.DataAnnotations;
using Figment.Server;
using Figment.Studio.Shelves;

namespace Figment.Studio.Hosting;

/// <summary>Where the studio listens, and which runs it shows. Every visitor needs the token.</summary>
public sealed record StudioOptions : ListenOptions
{
    /// <summary>The folder of the runs; created with the first run.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>
    /// The folder for sounds that visitors record. Null uses <c>recordings</c> beside the folder of runs, or
    /// <c>figment-recordings</c> if the former already exists and holds something else. It must not be the
    /// folder of runs.
    /// </summary>
    public string? RecordingsFolder { get; init; }

    /// <summary>
    /// The folder for data that visitors make: drawings, camera pictures, texts, uploads. Null uses <c>made</c> beside the folder
    /// of runs, or <c>figment-made</c> if the former already exists and holds something else. It must not be
    /// the folder of runs.
    /// </summary>
    public string? MadeFolder { get; init; }

    /// <summary>
    /// The folder for the classifiers that judge samples of labelled data (<see cref="Runs.TrainingRequest.JudgesFolder"/>); null
    /// creates no classifiers.
    /// </summary>
    public string? JudgesFolder { get; init; }

    /// <summary>
    /// A file that holds the token; it is created with a new token if it does not exist. Null creates a new token at each start.
    /// </summary>
    public string? TokenFile { get; init; }

    /// <summary>
    /// How long news of a training run is held back from those who watch it, because watching takes CPU cores away from the run.
    /// </summary>
    internal TimeSpan Breath { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult problem in base.Validate(validationContext))
            yield return problem;
        if (File.Exists(RunsFolder))
            yield return new BrokenRule(null, $"{RunsFolder} is a file, but runs need a folder.");
        if (RecordingsFolder is { } recordings && MarkedFolder.IsSame(recordings, RunsFolder))
            yield return new BrokenRule(null, $"{recordings} is the folder of runs, but recordings need another one.");
        if (MadeFolder is { } made && MarkedFolder.IsSame(made, RunsFolder))
            yield return new BrokenRule(null, $"{made} is the folder of runs, but data that visitors make needs another one.");
    }
}
