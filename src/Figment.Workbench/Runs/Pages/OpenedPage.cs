using System.Text.Json.Serialization;

namespace Figment.Runs;

/// <summary>The page that a run was opened from; someone else trained the model and sent the page.</summary>
public sealed class OpenedPage
{
    [JsonConstructor]
    internal OpenedPage(
        string figment,
        string license,
        string precision,
        string sha256,
        bool areCopies = false,
        IReadOnlyList<string>? lacks = null
    ) => (Figment, License, Precision, Sha256, AreCopies, Lacks) = (figment, license, precision, sha256, areCopies, lacks ?? []);

    /// <summary>The version of Figment that the model was trained with.</summary>
    public string Figment { get; }

    /// <summary>The licence stated for the model.</summary>
    public string License { get; }

    /// <summary>The format of the weights in the page: <c>fp32</c>, or <c>fp16</c> if they were rounded.</summary>
    public string Precision { get; }

    /// <summary>The SHA-256 of the page, in lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Whether the page says that many samples are near copies of the training data.</summary>
    public bool AreCopies { get; }

    /// <summary>
    /// The names of the model's networks that the page lacks because sampling does not need them: <c>discriminator</c>,
    /// <c>encoder</c>.
    /// </summary>
    public IReadOnlyList<string> Lacks { get; }

    /// <summary>Refuses to resume a run that was opened from a page.</summary>
    /// <exception cref="FigmentException">The run was opened from a page.</exception>
    internal static void RefuseToGoOn(RunFolder run)
    {
        if (run.Options.OpenedFrom is null)
            return;
        throw new FigmentException(
            OptionSentence.Of(
                $"{run.Root} was opened from a page, which contains the weights but not the training state, so the run cannot be "
                    + $"resumed. Start a new run from it ({new OptionName(nameof(TrainingRequest.From), run.Root)})."
            )
        );
    }
}
