using System.Text.Json.Serialization;

namespace Figment.Runs;

/// <summary>The page that a run was opened from, which somebody else trained and sent.</summary>
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

    /// <summary>The licence that was named for the model.</summary>
    public string License { get; }

    /// <summary>What the page keeps weights in: <c>fp32</c>, or <c>fp16</c>, of which they were rounded.</summary>
    public string Precision { get; }

    /// <summary>The SHA-256 of the page, in small letters.</summary>
    public string Sha256 { get; }

    /// <summary>Whether the page says that many samples are near copies of what was learned from.</summary>
    public bool AreCopies { get; }

    /// <summary>
    /// The networks of the model that a page does not have, by name, since samples are made without them: <c>discriminator</c>,
    /// <c>encoder</c>.
    /// </summary>
    public IReadOnlyList<string> Lacks { get; }

    /// <summary>Refuses to go on with a run that was opened from a page.</summary>
    /// <exception cref="FigmentException">It was.</exception>
    internal static void RefuseToGoOn(RunFolder run)
    {
        if (run.Options.OpenedFrom is null)
            return;
        throw new FigmentException(
            OptionSentence.Of(
                $"{run.Root} was opened from a page, which has its weights and not what its training knew, so it cannot go on. "
                    + $"Begin a new run with them ({new OptionName(nameof(TrainingRequest.From), run.Root)})."
            )
        );
    }
}
