using System.CommandLine;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Runs.Images;

namespace Figment.Cli.Terminal;

/// <summary>The pictures that are edited, and what of them is kept: <c>--picture</c>, <c>--mask</c>, <c>--keep</c>.</summary>
internal sealed class EditedPictures
{
    private const int DefaultRows = 4;

    private readonly Option<string[]> pictures = new("--picture", "--image")
    {
        Description =
            $"The picture; again for more (default: the first {DefaultRows} images of what the run learned from, "
            + "of its test part where it has one); others than the model's size are brought to it as the run's data was",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore, // by naming it again: a run may follow
    };

    private readonly Option<string?> mask = new("--mask")
    {
        Description =
            "A picture as large as --picture: what is white in it (or transparent, if anything is) is made anew, "
            + "what is black stays exactly, grey mixes the two",
        HelpName = "FILE",
    };

    private readonly Option<EditSide?> keep = new("--keep")
    {
        Description = "Keep this half, and make the other anew",
        HelpName = "left|right|top|bottom",
    };

    /// <summary>Gives a command the options.</summary>
    internal void AddTo(Command command)
    {
        command.Options.Add(pictures);
        command.Options.Add(mask);
        command.Options.Add(keep);
    }

    /// <summary>Whether some of the pictures is kept.</summary>
    internal bool HaveMask(ParseResult parsed) => parsed.GetValue(mask) is not null || parsed.GetValue(keep) is not null;

    /// <summary>Checks that what was given goes together.</summary>
    /// <exception cref="OptionsException">It does not.</exception>
    internal void Check(ParseResult parsed)
    {
        ProblemList problems = new();
        if (parsed.GetValue(mask) is null)
            return;
        if (parsed.GetValue(keep) is not null)
            problems.Add("--mask and --keep both say what is kept. Omit one of them.");
        if (parsed.GetValue(pictures) is null or [])
            problems.Add("--mask belongs to a picture: name it with --picture.");
        problems.ThrowIfAny();
    }

    /// <summary>Reads them; they belong to the dispose scope around.</summary>
    /// <exception cref="FigmentException">A file is not there or no picture, or sizes do not go together.</exception>
    internal IReadOnlyList<GivenPicture> Read(ParseResult parsed, ChosenModel chosen, CancellationToken cancellation)
    {
        string[] named = parsed.GetValue(pictures) ?? [];
        string? masked = parsed.GetValue(mask);
        GivenPicture[] given =
            named.Length == 0
                ? OfData(chosen, cancellation)
                : [.. named.Select(path => GivenPicture.Read(path, masked, chosen.Model.Shape, chosen.Run.ImageData().Pictures))];
        return parsed.GetValue(keep) is EditSide side
            ? [.. given.Select(picture => picture with { Mask = EditMask.Keeping(side, chosen.Model.Shape) })]
            : given;
    }

    private static GivenPicture[] OfData(ChosenModel chosen, CancellationToken cancellation)
    {
        using ImageDataset data = DataChoice.OpenLearned(
            chosen,
            "Bring it back, or name a picture with --picture.",
            cancellation
        );
        Batch first = GivenImages.Take(data, Scalars.Range(Math.Min(DefaultRows, data.Count)), chosen.Model);
        return
        [
            .. Enumerable
                .Range(0, (int)first.Count)
                .Select(i => new GivenPicture($"{data.Name} {i}", first.Items.narrow(0, i, 1).cpu(), null, null)),
        ];
    }
}
