using Figment.Models.Texts;
using Figment.Runs;
using Figment.Runs.Texts;

namespace Figment.Tests.Exports;

/// <summary>What 'figment export' offers for runs of texts.</summary>
public sealed class TextFormatsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> All =>
        [.. TextFormats.All.SelectMany(format => format.Precisions.Select(precision => (format.Name, precision)))];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_writes_files_in_each_precision(string name, string precision)
    {
        RunFormat format = TextFormats.All.Single(format => format.Name == name);
        TextModel model = SmallModel.Tied.Value;

        Dictionary<string, string> metadata = new()
        {
            ["preset"] = "gpt",
            ["data"] = "poems",
            ["figment"] = "1.2.3",
            ["license"] = "CC0-1.0",
        };
        IReadOnlyList<RunFile> files = format.Write(new ExportRequest(model, folder["out"], metadata, precision));

        Assert.Equal(Directory.EnumerateFiles(folder["out"]).Order(), files.Select(file => file.Path).Order());
        Assert.All(files, file => Assert.NotEmpty(file.Description));
        if (format.Compare is { } compare)
            Assert.Contains("ONNX Runtime predicts the same next tokens", compare(model, files), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_five_and_the_first_is_what_most_programs_take() =>
        Assert.Equal(["gguf", "hf", "onnx", "html", "card"], TextFormats.All.Select(format => format.Name));

    [Fact]
    public void A_card_is_in_the_language_that_was_asked_for_or_says_why_it_is_not()
    {
        (byte[] english, _) = Card(Language.English);
        (byte[] chinese, string said) = Card(Language.Chinese);

        Assert.Equal(english.SequenceEqual(chinese), said.Contains("in English, since no font", StringComparison.Ordinal));

        (byte[] Png, string Said) Card(Language language)
        {
            Dictionary<string, string> metadata = new()
            {
                ["preset"] = "gpt",
                ["data"] = "poems",
                ["step"] = "1200",
            };
            ExportRequest request = new(SmallModel.Tied.Value, folder["card"], metadata, RunFormat.Fp32) { Language = language };
            RunFile file = TextFormats.All.Single(format => format.Name == "card").Write(request)[0];
            return (File.ReadAllBytes(file.Path), file.Description);
        }
    }
}
