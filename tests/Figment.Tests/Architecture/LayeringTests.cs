using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Figment.Models;
using Figment.Mpi;
using Figment.Onnx;
using Figment.Runs;
using NetArchTest.Rules;
using TestResult = NetArchTest.Rules.TestResult;

namespace Figment.Tests.Architecture;

/// <summary>Dependencies go one way, and shared code knows no kind of data (docs/design.md, section 2).</summary>
public sealed partial class LayeringTests
{
    private const int MostFiles = 15,
        MostLines = 300;
    private static readonly Assembly Library = typeof(TrainableModel).Assembly,
        Workbench = typeof(RunFolder).Assembly,
        Onnx = typeof(ExportCheck).Assembly,
        Mpi = typeof(MpiGroup).Assembly;

    /// <summary>The rooms of each assembly, in the order in which they build on each other.</summary>
    private static readonly (Assembly Assembly, string[] Rooms)[] Houses =
    [
        (
            Library,
            [
                "Backend",
                "Formats",
                "Imaging",
                "Audio",
                "Charts",
                "Data",
                "Data.Folders",
                "Data.Images",
                "Data.Texts",
                "Networks",
                "Networks.Texts",
                "Networks.Sounds",
                "Data.Sounds",
                "Objectives",
                "Optimizers",
                "Models",
                "Models.Images",
                "Models.Texts",
                "Training",
                "Training.Images",
                "Generation.Images",
                "Generation.Sounds",
                "Evaluation",
                "Evaluation.Images",
                "Evaluation.Texts",
                "Evaluation.Sounds",
                "Export",
            ]
        ),
        (Onnx, ["Onnx"]),
        (Mpi, ["Mpi"]),
        (Workbench, ["Diagnosis", "Reports", "Runs", "Runs.Images", "Runs.Texts", "Runs.Sounds"]),
    ];

    /// <summary>What every kind of data uses.</summary>
    private static readonly string[] Shared =
    [
        "Backend",
        "Formats",
        "Data",
        "Data.Folders",
        "Objectives",
        "Optimizers",
        "Models",
        "Training",
        "Evaluation",
        "Diagnosis",
        "Runs",
    ];

    /// <summary>What belongs to a kind of data.</summary>
    private static readonly string[] Kinds =
    [
        "Imaging",
        "Data.Images",
        "Models.Images",
        "Training.Images",
        "Generation.Images",
        "Evaluation.Images",
        "Runs.Images",
        "Generation.Sounds",
        "Data.Texts",
        "Networks.Texts",
        "Models.Texts",
        "Evaluation.Texts",
        "Runs.Texts",
        "Reports",
        "Export",
        "Onnx",
        "Audio",
        "Networks.Sounds",
        "Data.Sounds",
        "Evaluation.Sounds",
        "Runs.Sounds",
    ];

    /// <summary>The lists of all models and kinds, which must name them.</summary>
    private static readonly string[] Lists = [typeof(ModelCatalog).FullName!, typeof(DataKinds).FullName!];

    /// <summary>Sources with Chinese in them that is not shown to anyone.</summary>
    private static readonly string[] MayHoldChinese =
    [
        "Figment/Text/Language.cs", // the names of languages, in those languages
        "Figment/Data/Folders/EntryNames/NameGuess.cs", // characters by which code pages are told apart
        "Figment/Data/Images/Labels/LabelColumns.cs", // column names used in other people's files
        "Figment.Studio/Components/Parts/Prose.razor", // marks before which no line may break
    ];

    public static TheoryData<string, string[]> RoomsAndThoseBelow()
    {
        string[] rooms = [.. Houses.SelectMany(house => house.Rooms)];
        return [.. rooms.Select((room, i) => (room, rooms[(i + 1)..]))];
    }

    [Theory]
    [MemberData(nameof(RoomsAndThoseBelow))]
    public void A_room_uses_only_the_rooms_above_it(string room, string[] below)
    {
        Type[] found = [.. TypesIn(room)];

        Assert.NotEmpty(found);
        Assert.Empty(Using(room, below));
    }

    [Fact]
    public void What_is_shared_names_nothing_of_a_kind_of_data()
    {
        Assert.All(Shared, room => Assert.Empty(Using(room, Kinds)));
    }

    [Fact]
    public void The_two_lists_are_the_places_that_name_kinds()
    {
        // This check can fail: without an exception for them, the lists themselves would be found.
        Assert.Equal(
            Lists.Order(),
            Shared
                .SelectMany(room => Using(room, Kinds, withLists: true))
                .Select(name => name.Split('+', '/')[0])
                .Distinct()
                .Order()
        );
    }

    [Fact]
    public void Every_room_has_its_place_in_the_order()
    {
        foreach ((Assembly assembly, string[] rooms) in Houses)
        {
            IEnumerable<string> namespaces = assembly
                .GetTypes()
                .Where(type => type.IsPublic)
                .Select(type => type.Namespace!)
                .Distinct()
                .Where(name => name != "Figment");
            Assert.Empty(namespaces.Except(rooms.Select(room => $"Figment.{room}")));
        }
    }

    [Fact]
    public void A_namespace_is_a_folder_and_what_lies_below_it_only_sorts_files()
    {
        string[] strangers =
        [
            .. Sources()
                .Where(file =>
                    file.Namespace is not null
                    && !IsPrefix(
                        file.Namespace,
                        Path.GetDirectoryName(file.Path)!
                            .Replace('/', '.')
                            .Replace("Figment.Workbench", "Figment", StringComparison.Ordinal)
                    )
                )
                .Select(file => $"{file.Path}: {file.Namespace}"),
        ];

        Assert.Empty(strangers);
    }

    [Fact]
    public void No_folder_has_more_files_than_one_can_look_over()
    {
        string[] full =
        [
            .. Sources()
                .GroupBy(file => Path.GetDirectoryName(file.Path))
                .Where(folder => folder.Count() > MostFiles)
                .Select(folder => $"{folder.Key}: {folder.Count()}"),
        ];

        Assert.Empty(full);
    }

    [Fact]
    public void No_file_has_more_lines_than_one_job_takes()
    {
        IEnumerable<(string Path, string? Namespace, int Lines)> sources = Sources("*.cs").Concat(Sources("*.razor"));

        Assert.Empty(sources.Where(file => file.Lines > MostLines).Select(file => $"{file.Path}: {file.Lines}"));
    }

    [Fact]
    public void The_library_never_prints()
    {
        foreach (Assembly assembly in Houses.Select(house => house.Assembly))
        {
            TestResult result = Types.InAssembly(assembly).ShouldNot().HaveDependencyOn("System.Console").GetResult();
            Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
        }
    }

    /// <summary>
    /// The order that <c>dotnet format</c> would use, but that takes a minute: <c>System</c> first, then by name; static usings
    /// and aliases after.
    /// </summary>
    [Fact]
    public void Usings_stand_in_order()
    {
        IEnumerable<string> files = new[] { "src", "tests", "bench", "samples" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            )
            .Where(file =>
                !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            );

        Assert.All(
            files,
            file => Assert.Equal(Usings(file).OrderBy(Rank).ThenBy(name => name, StringComparer.OrdinalIgnoreCase), Usings(file))
        );
        Assert.Equal(["System", "Figment.Data"], new[] { "Figment.Data", "System" }.OrderBy(Rank));

        static string[] Usings(string file) =>
            [
                .. File.ReadLines(file)
                    .Where(line =>
                        line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('(')
                    )
                    .TakeWhile(line => !line.StartsWith("using var ", StringComparison.Ordinal))
                    .Select(line => line["using ".Length..^1]),
            ];
        static int Rank(string name) =>
            name.Contains('=') ? 2
            : name.StartsWith("static ", StringComparison.Ordinal) ? 1
            : name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? -1
            : 0;
    }

    /// <summary>
    /// The reader may be a program or a form: options are <see cref="OptionName"/>s, and the command line calls them flags.
    /// </summary>
    [Fact]
    public void No_message_of_the_libraries_names_a_flag()
    {
        string[] folders = [.. Houses.Select(house => house.Assembly.GetName().Name!)];
        string[] inCode =
        [
            .. folders
                .SelectMany(name =>
                    Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", name), "*.cs", SearchOption.AllDirectories)
                )
                .Where(file =>
                    !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                )
                .SelectMany(file =>
                    File.ReadLines(file).Where(line => TextWithFlag().IsMatch(line)).Select(line => $"{file}: {line.Trim()}")
                )
                .Where(line => !line.Contains("'dotnet add package ", StringComparison.Ordinal)),
        ]; // another program's
        string[] inTables =
        [
            .. Languages
                .All.SelectMany(language => WordTable.Read(language.Language))
                .Where(entry => entry.Key.Split('.')[0] is "verdict" or "problem" or "note" && Flag().IsMatch(entry.Value))
                // This one still does, because runs have recorded it
                .Where(entry => !entry.Key.StartsWith("note.pictures.fitted.", StringComparison.Ordinal))
                .Select(entry => entry.Value),
        ];

        Assert.Empty(inCode);
        Assert.Empty(inTables);
        Assert.Matches(TextWithFlag(), """throw new FigmentException($"Omit --size.");""");
    }

    /// <summary>What people read comes from the tables of words, so that a further language is one file.</summary>
    [Fact]
    public void No_source_says_anything_in_Chinese()
    {
        string[] found =
        [
            .. Sources("*.cs")
                .Concat(Sources("*.razor"))
                .Select(file => file.Path)
                .Where(path =>
                    Chinese().IsMatch(Comment().Replace(File.ReadAllText(Path.Combine(Repository.Root, "src", path)), ""))
                ),
        ];

        Assert.Equal(MayHoldChinese.Order(), found.Order());
    }

    [Fact]
    public void Whoever_adds_the_library_gets_no_ONNX_Runtime()
    {
        Assert.DoesNotContain(
            Library.GetReferencedAssemblies(),
            reference => reference.Name!.Contains("OnnxRuntime", StringComparison.Ordinal)
        );
        Assert.Contains(
            Onnx.GetReferencedAssemblies(),
            reference => reference.Name!.Contains("OnnxRuntime", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_is_built_by_default_is_optimised()
    {
        Assert.All(
            Houses,
            house => Assert.False(house.Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled ?? false)
        );
    }

    private static IEnumerable<Type> TypesIn(string room) =>
        Houses.SelectMany(house => house.Assembly.GetTypes()).Where(type => type.Namespace == $"Figment.{room}");

    /// <summary>The types of a room that use any of some others.</summary>
    private static IEnumerable<string> Using(string room, string[] others, bool withLists = false)
    {
        string pattern = $"^Figment\\.{Regex.Escape(room)}$";
        IEnumerable<string> Failing(Assembly assembly) =>
            Types
                .InAssembly(assembly)
                .That()
                .ResideInNamespaceMatching(pattern)
                .ShouldNot()
                .HaveDependencyOnAny([
                    .. others
                        .Where(other => !IsPrefix(other, room))
                        .SelectMany(TypesIn)
                        .Select(type => type.FullName!)
                        .Distinct(),
                ])
                .GetResult()
                .FailingTypeNames
            ?? [];
        return Houses
            .SelectMany(house => Failing(house.Assembly))
            .Where(name => withLists || !Lists.Contains(name.Split('+', '/', '<')[0].TrimEnd('.')));
    }

    private static bool IsPrefix(string name, string path) =>
        path == name || path.StartsWith($"{name}.", StringComparison.Ordinal);

    private static IEnumerable<(string Path, string? Namespace, int Lines)> Sources(string pattern = "*.cs")
    {
        string source = Path.Combine(Repository.Root, "src");
        foreach (string file in Directory.EnumerateFiles(source, pattern, SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(source, file).Replace('\\', '/'),
                text = File.ReadAllText(file);
            if (path.Contains("/obj/", StringComparison.Ordinal) || path.Contains("/bin/", StringComparison.Ordinal))
                continue;
            string? declared = Declared().Match(text) is { Success: true } match ? match.Groups[1].Value : null;
            yield return (path, declared, text.Count(letter => letter == '\n'));
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}\p{IsCJKSymbolsandPunctuation}\p{IsHalfwidthandFullwidthForms}]")]
    private static partial Regex Chinese();

    [GeneratedRegex(@"(?<=^|\s)//.*|@\*[\s\S]*?\*@", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"[^\"]*(?<![\\w-])--[a-z]")]
    private static partial Regex TextWithFlag();

    [GeneratedRegex(@"(?<![\w-])--[a-z]")]
    private static partial Regex Flag();
}
