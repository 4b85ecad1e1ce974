using System.CommandLine;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Runs.Images;

namespace Figment.Cli.Terminal;

/// <summary>The pictures to edit, and the part of them to keep: <c>--picture</c>, <c>--mask</c>, <c>--keep</c>.</summary>
internal sealed class EditedPictures
{
    private const int DefaultRows = 4;

    private readonly Option<string[]> pictures = new("--picture", "--image")
    {
        Description =
            $"The picture to edit, resized in the same way as the run's data; may be repeated (default: the first {DefaultRows} "
            + $"images of the run's data, or of its test part if it has one)",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore, // for more pictures, the option must be repeated, because a run may follow it
    };

    private readonly Option<string?> mask = new("--mask")
    {
        Description =
            "A picture of the same size as --picture: white areas are redrawn, black areas stay exactly as they are, and grey "
            + "mixes the two; if the mask has transparent areas, those are redrawn instead",
        HelpName = "FILE",
    };

    private readonly Option<EditSide?> keep = new("--keep")
    {
        Description = "Keep this half, and redraw the other one",
        HelpName = "left|right|top|bottom",
    };

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        command.Options.Add(pictures);
        command.Options.Add(mask);
        command.Options.Add(keep);
    }

    /// <summary>Whether part of the pictures is kept.</summary>
    internal bool HaveMask(ParseResult parsed) => parsed.GetValue(mask) is not null || parsed.GetValue(keep) is not null;

    /// <summary>Checks that the options go together.</summary>
    /// <exception cref="OptionsException">The options do not go together.</exception>
    internal void Check(ParseResult parsed)
    {
        ProblemList problems = new();
        if (parsed.GetValue(mask) is null)
            return;
        if (parsed.GetValue(keep) is not null)
            problems.Add("--mask and --keep both choose what to keep. Omit one of them.");
        if (parsed.GetValue(pictures) is null or [])
            problems.Add("--mask needs a picture: name it with --picture.");
        problems.ThrowIfAny();
    }

    /// <summary>Reads the pictures; they belong to the surrounding dispose scope.</summary>
    /// <exception cref="FigmentException">A file is missing or not a picture, or the sizes do not match.</exception>
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
