using System.Text.Json;
using System.Text.RegularExpressions;

namespace Figment.Tests;

/// <summary>
/// Every error that can be shown in Chinese has its translation, and the table holds nothing else. The command, the server and
/// MPI speak English only.
/// </summary>
public sealed partial class ErrorWordsTests
{
    private static readonly string[] EnglishOnly = ["src/Figment.Cli/", "src/Figment.Server/", "src/Figment.Mpi/"];

    /// <summary>
    /// Files whose sentences come as strings: through public members that give a reason, and where strings become sentences.
    /// </summary>
    private static readonly string[] MayTakeStrings =
    [
        "src/Figment.Onnx/OnnxExtractor.cs",
        "src/Figment.Studio/Words/StudioException.cs",
        "src/Figment.Workbench/Runs/Images/Extractors.cs",
        "src/Figment/Evaluation/Images/Extractors/ExtractorCards.cs",
        "src/Figment/Evaluation/Images/Extractors/FeatureExtractor.cs",
        "src/Figment/Options/FigmentException.cs",
        "src/Figment/Options/OptionProblem.cs",
    ];

    /// <summary>
    /// Words that are filled in only at run time: what models make, what is done to files, what systems say.
    /// </summary>
    private static readonly string[] Words =
    [
        "images",
        "sounds",
        "texts",
        "pictures",
        "recordings",
        "read",
        "written",
        "no space left on device",
        "No space left on device",
    ];

    private static readonly Lazy<IReadOnlyList<SourceSentence>> Source = new(() =>
        [
            .. SourceSentences
                .Read()
                .Where(sentence => !EnglishOnly.Any(project => sentence.Place.StartsWith(project, StringComparison.Ordinal))),
        ]
    );

    private static readonly IReadOnlyDictionary<string, string> Chinese = ErrorWords.Read(Language.Chinese);

    [Fact]
    public void Every_error_keeps_its_sentence() =>
        None(
            Source
                .Value.Where(sentence => sentence.Template is null && !MayTakeStrings.Contains(sentence.Place.Split(':')[0]))
                .Select(sentence => $"{sentence.Place}: a string, so it stays English: {sentence.Source}")
        );

    [Fact]
    public void Every_error_has_its_words() =>
        None(
            Source
                .Value.Where(sentence => sentence.Template is string template && Says(template) && !Chinese.ContainsKey(template))
                .Select(sentence => $"{sentence.Place}: Words/errors.zh.json lacks {Json(sentence.Template!)}")
        );

    [Fact]
    public void All_words_are_those_of_an_error() =>
        None(
            Chinese
                .Keys.Except(Source.Value.Select(sentence => sentence.Template!))
                .Except(Words)
                .Select(template => $"Words/errors.zh.json has what no error says: {Json(template)}")
        );

    [Fact]
    public void Words_have_the_same_places_and_stand_in_order()
    {
        None(Chinese.Where(pair => !Places(pair.Key).SequenceEqual(Places(pair.Value))).Select(pair => Json(pair.Key)));
        None(Chinese.Values.Where(said => !Han().IsMatch(said)));
        Assert.Equal(Chinese.Keys.Order(StringComparer.Ordinal), Chinese.Keys);
    }

    private static void None(IEnumerable<string> problems)
    {
        string[] all = [.. problems.Distinct()];
        if (all.Length > 0)
            Assert.Fail(string.Join(Environment.NewLine, all));
    }

    private static string Json(string text) => JsonSerializer.Serialize(text, Readable);

    private static JsonSerializerOptions Readable { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether it has words besides the places that are filled in.</summary>
    private static bool Says(string template) => Place().Replace(template, "").Any(letter => letter is >= 'A' and <= 'z');

    private static IEnumerable<string> Places(string template) =>
        Place().Matches(template).Select(place => place.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+(?::[^{}]*)?\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
