using System.CommandLine;
using Figment.Generation.Images;
using Figment.Models.Images;
using TorchSharp;

namespace Figment.Cli.Terminal;

/// <summary>A walk through a model's latent space.</summary>
/// <param name="Rows">The walks: one through all keyframes, or, for a walk through the classes, one for each image.</param>
/// <param name="Through">What the walk passes through, in words, for example <c>through images 0, 1</c>.</param>
/// <param name="Samples">The samples that it starts from.</param>
internal sealed record ChosenWalk(IReadOnlyList<Latents> Rows, string Through, SampleOptions Samples)
{
    /// <summary>All rows, one after the other.</summary>
    internal Latents All =>
        Rows.Count == 1
            ? Rows[0]
            : new Latents(torch.cat([.. Rows.Select(row => row.Values)]), torch.cat([.. Rows.Select(row => row.Labels!)]));
}

/// <summary>
/// The path of a walk: <c>--images</c>, <c>--from-class</c>, <c>--to-class</c>, <c>--steps</c>, <c>--linear</c>.
/// </summary>
internal sealed class WalkChoice
{
    /// <summary>The default number of steps: for samples side by side, and for an animation.</summary>
    internal const int UsualSteps = 10,
        UsualLoopSteps = 30;

    private const string BetweenImages = "0,1",
        BetweenClasses = "0,1,2,3";

    private readonly SampleChoice samples = new();
    private readonly ClassWalkChoice classes = new();
    private readonly Option<string?> numbers = new("--images", "--sounds")
    {
        Description =
            $"The images or sounds to walk through, by their numbers in the output of 'generate' with the same seed and classes "
            + $"(default {BetweenImages}); with --from-class, the ones to show in each class (default {BetweenClasses})",
        HelpName = "A,B,…",
    };

    private readonly Option<int?> steps = CommonOptions.Positive(
        "--steps",
        $"The number of images or sounds on the way from each one to the next (default {UsualSteps}; for a GIF {UsualLoopSteps})"
    );

    private readonly Option<bool> linear = new("--linear")
    {
        Description = "Walk in a straight line instead of along the sphere on which latents lie",
    };

    /// <summary>The options.</summary>
    internal IReadOnlyList<Option> Options => [numbers, steps, linear, .. classes.Options, .. samples.Options];

    /// <summary>Whether the walk goes from class to class.</summary>
    internal bool IsByClass(ParseResult parsed) => classes.IsAsked(parsed);

    /// <summary>The number of steps from one keyframe to the next.</summary>
    internal int StepsOf(ParseResult parsed, bool isLoop = false) =>
        parsed.GetValue(steps) ?? (isLoop ? UsualLoopSteps : UsualSteps);

    /// <summary>Checks everything that needs no model.</summary>
    /// <param name="parsed">The parsed arguments.</param>
    /// <param name="what">The word for what is made, in the plural.</param>
    /// <param name="most">The largest number that may be made.</param>
    /// <param name="isLoop">Whether the walk returns to its beginning.</param>
    /// <exception cref="OptionsException">The numbers are invalid, or the walk is too long.</exception>
    internal void Check(ParseResult parsed, string what, int most, bool isLoop = false)
    {
        (int keyframes, int each) = (NumbersOf(parsed, what).Count, StepsOf(parsed, isLoop));
        if ((long)keyframes * each > most)
            throw new OptionsException([
                $"{keyframes} {what} with {each} steps each are more than {most:N0} {what}. Reduce either number.",
            ]);
    }

    /// <summary>The walk; its tensors belong to the surrounding dispose scope.</summary>
    /// <inheritdoc cref="Check"/>
    /// <exception cref="OptionsException">The arguments do not describe a walk, or the walk is too long.</exception>
    internal ChosenWalk Of(ParseResult parsed, ChosenModel chosen, string what, int most, bool isLoop = false)
    {
        IReadOnlyList<int> asked = NumbersOf(parsed, what);
        int each = StepsOf(parsed, isLoop);
        IReadOnlyList<int> through = IsByClass(parsed) ? classes.Of(parsed, chosen, samples, OptionOf(what)) : [];
        if ((long)asked.Count * each * through.Count > most)
            throw new OptionsException([
                $"{asked.Count} {what} through {through.Count} classes with {each} steps each are more than {most:N0} {what}. "
                    + $"Reduce at least one of these numbers.",
            ]);
        SampleOptions options = samples.Of(parsed, chosen);
        Latents drawn = Latents.OfSamples(chosen.Model, asked, options);
        Latents[] rows =
            through.Count > 0
                ? [.. asked.Select((_, row) => LatentWalk.InClasses(chosen.Model, drawn, row, through))]
                : [drawn.InShares(chosen.Model)];
        WalkPath path = parsed.GetValue(linear) ? WalkPath.Linear : WalkPath.Spherical;
        string from =
            through.Count == 0
                ? "through"
                : $"from class to class ({string.Join(", ", through.Select(label => Words.Printable(chosen.NameOf(label))))}) of";
        return new ChosenWalk(
            [.. rows.Select(row => isLoop ? LatentWalk.Loop(row, each, path) : LatentWalk.Strip(row, each, path))],
            $"{from} {what} {string.Join(", ", asked)}",
            options
        );
    }

    private IReadOnlyList<int> NumbersOf(ParseResult parsed, string what) =>
        CommonOptions.Numbers(OptionOf(what), parsed.GetValue(numbers) ?? (IsByClass(parsed) ? BetweenClasses : BetweenImages));

    /// <summary>The name of the option for numbers that suits what is made.</summary>
    private string OptionOf(string what) => numbers.Aliases.FirstOrDefault(alias => alias == $"--{what}") ?? numbers.Name;
}
