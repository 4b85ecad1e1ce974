using Figment.Data.Texts;
using Figment.Runs;
using Figment.Runs.Texts;

namespace Figment.Tests.Runs.Texts;

/// <summary>Texts as a kind of data that a run knows.</summary>
public sealed class TextKindTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("poems", "texts")]
    [InlineData("mnist", "images")]
    [InlineData("nothing", "images")]
    public void A_name_is_of_its_kind(string name, string kind) => Assert.Equal(kind, DataKinds.Of(name).Name);

    [Fact]
    public void A_run_records_what_it_learned_from_and_what_was_held_out()
    {
        folder.Write(("a.txt", "to learn from: 猫"), ("a-test.txt", "to judge by"));
        DataKind kind = DataKinds.Of(folder["a.txt"]);
        using TextDataset data = (TextDataset)kind.Open(folder["a.txt"], null, null, default);

        TextRunData record = (TextRunData)kind.Record(folder["a.txt"], data);

        Assert.Equal(
            ("texts", folder["a.txt"], 1, 18L, 16L),
            (record.Kind, record.FullPath, record.Count, record.Bytes, record.Characters)
        );
        Assert.Equal(new HeldBackTexts(1, 11, 11, true), record.HeldOut);
        Assert.Equal("16 characters in all", record.ItemText);
        TextDescription description = Assert.IsType<TextDescription>(kind.Describe(record));
        Assert.Equal((1, 18L, 16L), (description.Texts, description.Bytes, description.Characters));
    }

    [Fact]
    public void A_run_of_dialogues_records_their_template_and_is_refused_where_that_is_another()
    {
        File.WriteAllText(folder["a.jsonl"], SmallDialogues.Lines());
        TextKind kind = new();
        using TextDataset data = TextSources.Open(folder["a.jsonl"]);

        TextRunData record = (TextRunData)kind.Record(folder["a.jsonl"], data);

        Assert.Equal((54, Figment.Models.Texts.ChatTemplate.Jinja), (record.Dialogues, record.ChatTemplate));
        Assert.Equal(54, ((TextDescription)kind.Describe(record)).Dialogues);
        record.Check();
        Assert.Throws<System.Text.Json.JsonException>(() => (record with { ChatTemplate = "{{ messages }}" }).Check());
        Assert.Throws<System.Text.Json.JsonException>(() => (record with { ChatTemplate = null }).Check());
        Assert.Throws<System.Text.Json.JsonException>(() => (record with { Dialogues = 61 }).Check());
    }

    [Fact]
    public void It_is_opened_again_by_the_path_or_the_name()
    {
        folder.Write(("poems", "no text"), ("a.txt", "some text"));
        TextKind kind = new();
        using TextDataset data = TextSources.Open(folder["a.txt"]),
            poems = TextSources.Open("poems");

        using Figment.Data.Dataset again = kind.Reopen(folder["a.txt"], false, kind.Record(folder["a.txt"], data), null, default),
            named = kind.Reopen("poems", true, kind.Record("poems", poems), null, default);

        Assert.Equal((data.Sha256, poems.Sha256), (again.Sha256, named.Sha256));
        Assert.Null(kind.Record("poems", poems).FullPath);
    }

    [Fact]
    public void What_training_would_do_is_told()
    {
        using TextDataset data = TextDataset.Of(
            "x",
            Enumerable
                .Range(0, 300)
                .Select(i => $"Once upon a time there were {i} kings, and each had {i + 1} daughters.\n" + new string('x', 600))
        );

        TextForecast forecast = TextForecast.Of(data, default);

        Assert.Equal(("gpt", 64), (forecast.Preset, forecast.Merges));
        Assert.InRange(forecast.Tokens, data.Texts.Count, data.Texts.Bytes / 2);
        Assert.InRange(forecast.Parameters, 700_000, 900_000);
    }
}
