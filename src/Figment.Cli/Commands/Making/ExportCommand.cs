using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary><c>figment export</c>: writes a trained model as files for other programs.</summary>
internal static class ExportCommand
{
    private static readonly RunChoice Run = new();
    private static readonly Option<string?> Format = OneOf(
        "--format",
        FormatsInWords(),
        RunFormat.All.Select(format => format.Name)
    );
    private static readonly Option<string?> Precision = OneOf(
        "--precision",
        "The number format of the weights: fp32, or fp16 (half the size, slightly less exact); gguf also has q8_0 (a quarter of "
            + "the size)",
        RunFormat.All.SelectMany(format => format.Precisions)
    );
    private static readonly Option<OdeSolver?> Solver = FlowChoice.Solver();
    private static readonly Option<string?> License = new("--license")
    {
        Description =
            $"The licence to state in the files; the model is yours, so the choice is yours (default: "
            + $"{RunExport.LicenseNotStated}, or the licence stated in the page from which the run was opened)",
        HelpName = "TEXT",
    };
    private static readonly Option<Language> CardLanguage = EvaluationOptionsOfCommands.Language(
        "The language of a card: en or zh"
    );
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The folder for the files (default: export/ in the run's folder)",
        HelpName = "DIR",
    };

    internal static Command Create()
    {
        Command command = new("export", "Export a trained model for other programs, or as a web page")
        {
            Format,
            Precision,
            Solver,
            License,
            CardLanguage,
            Out,
        };
        Run.AddTo(command);
        command.SetAction(Execute);
        return command.WithExamples(
            "figment export                                  ONNX files of the latest run, checked against the model",
            "figment export runs/mine --precision fp16 --out model/",
            "figment export runs/clothes --solver adams:4    a flow with 4 network evaluations, for browsers and phones",
            "figment export runs/mine --format safetensors   for PyTorch: see docs/from-python.md",
            "figment export runs/poems --format gguf         for llama.cpp and Ollama: see docs/export-text.md",
            "figment export runs/mine --format html          one page to open with a double click and to send to friends",
            "figment export runs/mine --format card          a picture of its samples, to post"
        );
    }

    private static int Execute(ParseResult parsed)
    {
        if (parsed.GetValue(Out) is string named)
            EnsureFolder(named);
        ChosenRun chosen = Run.Choose(parsed);
        RunFormat format = FormatOf(chosen.Folder, parsed);
        string precision = PrecisionOf(format, parsed);
        if (parsed.GetResult(CardLanguage) is { Implicit: false } && !format.IsInOneLanguage)
            throw new OptionsException([
                "--language is the language of a card. Export a card (--format card), or omit --language.",
            ]);
        using TrainableModel model = chosen.Load<TrainableModel>();
        IOdeSampler.Set(model, parsed.GetValue(Solver));
        string folder = parsed.GetValue(Out) ?? Path.Combine(chosen.Folder.Root, "export");
        EnsureFolder(folder);
        Dictionary<string, string> metadata = chosen.Folder.ExportMetadata(chosen.Checkpoint, parsed.GetValue(License));
        IReadOnlyList<RunFile> files = [];
        OutputPlace.Write(
            folder,
            () =>
                files = format.Write(
                    new ExportRequest(model, folder, metadata, precision, chosen.Folder)
                    {
                        Language = parsed.GetValue(CardLanguage),
                    }
                )
        );

        TextWriter output = Console.Out;
        output.WriteLine($"Wrote {chosen.Name}:");
        foreach (RunFile file in files)
            output.WriteLine($"  {file.Path} ({Words.Size(new FileInfo(file.Path).Length)}): {file.Description}");
        if (format.Compare is { } compare)
            output.WriteLine(compare(model, files));
        return CommandLine.Done;
    }

    /// <summary>The format that was asked for, or the default format for the run's kind of data.</summary>
    /// <exception cref="OptionsException">Models of this kind of data cannot be written in that format.</exception>
    private static RunFormat FormatOf(RunFolder run, ParseResult parsed)
    {
        DataKind kind = run.Options.Kind;
        string of = $"{run.Root} was trained on {Words.Printable(kind.Name)}";
        if (kind.Formats.Count == 0)
            throw new OptionsException([$"{of}, and such models cannot be exported yet."]);
        if (parsed.GetValue(Format) is not string asked)
            return kind.Formats[0];
        return kind.Formats.FirstOrDefault(format => IsSame(format.Name, asked))
            ?? throw new OptionsException([
                $"{of}: such models are exported as {Listed(kind.Formats.Select(format => format.Name))}, but --format asks "
                    + $"for {asked}.",
            ]);
    }

    private static string PrecisionOf(RunFormat format, ParseResult parsed)
    {
        if (parsed.GetValue(Precision) is not string asked)
            return format.Precisions[0];
        return format.Precisions.FirstOrDefault(precision => IsSame(precision, asked))
            ?? throw new OptionsException([
                $"{format.Name} supports only {Listed(format.Precisions)}, but --precision asks for {asked}. Omit --precision, "
                    + $"or choose another format.",
            ]);
    }

    private static string FormatsInWords() =>
        string.Join(
            ". ",
            DataKinds
                .All.Where(kind => kind.Formats.Count > 0)
                .Select(kind =>
                    $"{char.ToUpperInvariant(kind.Name[0])}{kind.Name[1..]}: "
                    + $"{Listed(kind.Formats.Select(format => $"{format.Name} ({format.Purpose})"))}"
                )
        );

    private static Option<string?> OneOf(string name, string description, IEnumerable<string> values)
    {
        string[] all = [.. values.Distinct()];
        Option<string?> option = new(name) { Description = description, HelpName = string.Join('|', all) };
        option.CompletionSources.Add(all);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string asked }, ..] && !all.Any(value => IsSame(value, asked)))
                result.AddError($"{name} does not take '{Words.Printable(asked)}'. Use one of {string.Join(", ", all)}.");
        });
        return option;
    }

    private static string Listed(IEnumerable<string> names) =>
        names.ToArray() is [.. var first, var last] && first.Length > 0
            ? $"{string.Join(", ", first)} or {last}"
            : string.Concat(names);

    private static bool IsSame(string value, string asked) => value.Equals(asked, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks that the files can be written, and that they would not be mixed with the files of a run.</summary>
    /// <exception cref="OutputException">The files cannot be written, or the folder is a run's own.</exception>
    private static void EnsureFolder(string folder)
    {
        if (RunFolder.Is(folder))
            throw new OutputException(
                $"{folder} cannot be used: it is the folder of a run, and the run's files would be replaced. Name another folder."
            );
        OutputPlace.EnsureFolder(folder);
    }
}
