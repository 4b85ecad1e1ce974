using System.CommandLine;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Training;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment edit</c>: changes given pictures with a flow: variants, other classes, new parts.</summary>
internal static class EditCommand
{
    private const double Hidden = 0.5; // the grey level of the redrawn parts, in the picture that shows which parts were kept
    private static readonly EditOptions Defaults = new();

    private static readonly RunChoice Run = new();
    private static readonly FlowChoice Flow = new();
    private static readonly EditedPictures Pictures = new();
    private static readonly Option<double?> Strength = CommonOptions.Number(
        "--strength",
        "X",
        "How much of the picture to replace with noise: 0 returns the picture unchanged, 1 makes a new one (default: 0.5, or 1 "
            + "with a mask)"
    );
    private static readonly Option<string[]> Class = SampleChoice.Class(
        "For a class-conditional model: the class of the results, either one for all variants or several in turn (default: no "
            + "particular class)"
    );
    private static readonly Option<int?> Count = CommonOptions.Positive(
        "--count",
        $"Variants of each picture (default {Defaults.Count})"
    );
    private static readonly Option<int?> Steps = CommonOptions.Positive(
        "--steps",
        $"With a mask: steps from noise to picture; more steps give a better fit but take longer (default {Defaults.Steps}; "
            + $"without a mask, --solver sets the steps)"
    );
    private static readonly Option<string> Out = new("--out")
    {
        Description =
            "FILE.png: a sheet with a row for each picture, which shows the picture, the kept part (with a mask), and the "
            + "variants; DIR: one PNG per variant",
        HelpName = "PATH",
        DefaultValueFactory = _ => "edited.png",
    };

    internal static Command Create()
    {
        Command command = new("edit", "Change your pictures with a flow: make variants, change the class, or redraw a part")
        {
            Strength,
            Class,
            Count,
            SampleChoice.Seed,
            Steps,
            Out,
        };
        Run.AddTo(command);
        Pictures.AddTo(command);
        foreach (Option option in Flow.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment edit                                                          variants of test images from the "
                + "latest run's data",
            "figment edit runs/mine --picture cat.png --strength 0.3               stays close to the picture; 0.7 keeps its "
                + "rough shape and colours",
            "figment edit runs/mine --picture cat.png --class dog --strength 0.9   turns the picture into another class, but "
                + "keeps a little of it",
            "figment edit runs/mine --picture cat.png --mask m.png                 redraws the white parts of m.png and keeps "
                + "the rest",
            "figment edit runs/mine --picture cat.png --mask holes.png             redraws the transparent parts of holes.png, "
                + "if it has any",
            "figment edit runs/mine --picture cat.png --keep left                  redraws the right half",
            "figment edit runs/mine --picture cat.png --count 20 --out cats/       20 PNG files"
        );
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string target = parsed.GetValue(Out)!;
        bool isSheet = Path.GetExtension(target).Equals(".png", StringComparison.OrdinalIgnoreCase);
        if (!isSheet && (target.Length == 0 || Path.HasExtension(target)))
            throw new OptionsException([$"--out needs a file that ends in .png, or a folder, not '{target}'."]);
        if (isSheet)
            OutputPlace.EnsureFile(target);
        else
            SampleFiles.EnsureFree(target);
        using ChosenModel chosen = Run.Open(parsed);
        chosen.RequireFlow();
        EditOptions options = OptionsOf(parsed, chosen);

        using DisposeScope scope = torch.NewDisposeScope();
        IReadOnlyList<GivenPicture> given = Pictures.Read(parsed, chosen, cancellation);
        torch.Tensor[] made = LiveLine.Show(line =>
            given
                .Select(
                    (picture, i) =>
                        ImageEdit.Make(
                            chosen.Model,
                            picture.Image.to(chosen.Model.Device),
                            picture.Mask?.to(chosen.Model.Device),
                            options,
                            new Callback<double>(done => line($"editing: {Words.Percent((i + done) / given.Count)}")),
                            cancellation
                        )
                )
                .ToArray()
        );
        foreach (string note in given.Select(picture => picture.Note).OfType<string>())
            Console.Error.WriteLine(note);
        if (isSheet)
            PictureOutput.Write(target, Sheet(given, made).Save);
        else
            SampleFiles.WriteEach(ImageBatch.FromTensor(torch.cat(made)), target);
        string of = given.Count == 1 ? Words.Printable(given[0].Name) : $"each of {given.Count} pictures";
        string are = options.Count * given.Count == 1 ? "is" : "are";
        Console.Out.WriteLine(
            $"{Words.Count(options.Count, "variants")} of {of} by {chosen.Name}, seed {options.Seed}, {are} in {target}."
        );
        return CommandLine.Done;
    }

    /// <summary>The edit that the arguments describe. The settings for solving the flow are set on the model.</summary>
    /// <exception cref="OptionsException">Some arguments are wrong; the error reports all of them.</exception>
    private static EditOptions OptionsOf(ParseResult parsed, ChosenModel chosen)
    {
        ProblemList problems = new();
        EditOptions options = new()
        {
            Strength = parsed.GetValue(Strength),
            Count = parsed.GetValue(Count) ?? Defaults.Count,
            Steps = parsed.GetValue(Steps) ?? Defaults.Steps,
            Seed = parsed.GetValue(SampleChoice.Seed),
            Among = problems.Try(() => SampleChoice.TurnsOf(parsed.GetValue(Class), chosen)) ?? [],
        };
        problems.Try(() => OptionsValidator.ThrowIfInvalid(options));
        problems.Try(() => Flow.Set(parsed, chosen));
        problems.Try(() => Pictures.Check(parsed));
        bool isMasked = Pictures.HaveMask(parsed);
        if (isMasked && Flow.NamesSolver(parsed))
            problems.Add("With a mask, --steps sets the number of steps: use it instead of --solver.");
        if (!isMasked && parsed.GetValue(Steps) is not null)
            problems.Add("Without a mask, the solver sets the number of steps: for example --solver adams:20.");
        if (chosen.RequireFlow() is { IsClassOptional: false } && parsed.GetValue(Class) is null or [])
            problems.Add(
                "The model was trained only with classes, so it needs to know the class of the picture. Name it with "
                    + $"--class: {ClassList.Listed(chosen.ClassNames)}."
            );
        problems.ThrowIfAny();
        return options;
    }

    /// <summary>
    /// One row for each picture: the picture, then the part that was kept (if there is a mask), then its variants.
    /// </summary>
    private static Picture Sheet(IReadOnlyList<GivenPicture> given, torch.Tensor[] made)
    {
        torch.Tensor[] all =
        [
            .. given
                .Zip(made)
                .SelectMany(
                    IEnumerable<torch.Tensor> (row) =>
                        row.First.Mask is { } mask
                            ? [row.First.Image, row.First.Image.Plus(mask * row.First.Image.neg().Plus(Hidden)), row.Second.cpu()]
                            : [row.First.Image, row.Second.cpu()]
                ),
        ];
        using torch.Tensor images = torch.cat(all);
        return images.ToGrid((int)images.shape[0] / given.Count);
    }
}
