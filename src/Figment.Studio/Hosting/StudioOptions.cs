using System.ComponentModel.DataAnnotations;
using Figment.Server;
using Figment.Studio.Shelves;

namespace Figment.Studio.Hosting;

/// <summary>Where the studio listens and which runs it shows. Every visitor is asked for a token.</summary>
public sealed record StudioOptions : ListenOptions
{
    /// <summary>Where runs are kept; made when the first one is.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>
    /// Where sounds are kept that visitors record; null keeps them beside the folder of runs, in <c>recordings</c>, or, where a
    /// folder of that name holds something else, in <c>figment-recordings</c>. The folder of runs is neither.
    /// </summary>
    public string? RecordingsFolder { get; init; }

    /// <summary>
    /// Where data is kept that visitors make: drawings, pictures of a camera, texts, uploads. Null keeps it beside the folder of
    /// runs, in
    /// <c>made</c>, or, where a folder of that name holds something else, in <c>figment-made</c>.
    /// </summary>
    public string? MadeFolder { get; init; }

    /// <summary>
    /// Where classifiers are kept that judge samples of labelled data (<see cref="Runs.TrainingRequest.JudgesFolder"/>); null
    /// makes none.
    /// </summary>
    public string? JudgesFolder { get; init; }

    /// <summary>
    /// A file that holds the token, and is made with one where it is missing; null makes a new token at each start.
    /// </summary>
    public string? TokenFile { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult problem in base.Validate(validationContext))
            yield return problem;
        if (File.Exists(RunsFolder))
            yield return new ValidationResult($"{RunsFolder} is a file, and runs need a folder.");
        if (RecordingsFolder is { } recordings && MarkedFolder.IsSame(recordings, RunsFolder))
            yield return new ValidationResult($"{recordings} is the folder of runs, and recordings need another one.");
        if (MadeFolder is { } made && MarkedFolder.IsSame(made, RunsFolder))
            yield return new ValidationResult($"{made} is the folder of runs, and data that visitors make needs another one.");
    }
}
