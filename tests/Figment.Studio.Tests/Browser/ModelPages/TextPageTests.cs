using System.Text;
using Figment.Export;
using Figment.Models.Texts;
using Figment.Runs.Pages;
using Figment.Runs.Texts;
using Figment.Tests.Exports;
using Microsoft.Extensions.AI;
using Microsoft.Playwright;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Tests.Browser;

/// <summary>A language model as a page that is opened from a file.</summary>
public sealed class TextPageTests(StudioFixture studio) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-page-").FullName;
    private readonly List<string> problems = [];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Its_tokens_logits_and_texts_are_the_librarys_and_it_asks_nobody()
    {
        TextModel model = SmallModel.Tied.Value;
        IPage page = await Open(model, "en-GB");

        string[] texts = [.. MixedTexts.All];
        int[][] tokens = await page.EvaluateAsync<int[][]>(
            "async texts => { const all = []; for (const text of texts) all.push(await figment.encode(text)); return all; }",
            texts
        );
        Assert.All(texts.Zip(tokens), text => Assert.Equal(model.Tokenizer.Encode(text.First), text.Second));
        Assert.Equal(texts[0], await page.EvaluateAsync<string>("async tokens => figment.decode(tokens)", tokens[0]));
        Assert.InRange(await Difference(page, model, [model.Tokenizer.EndOfText, .. tokens[0], .. tokens[1]]), 0, 1e-4);

        // Longer than what it sees at once.
        string expected = string.Concat(model.Generate("床前", new TextOptions { Temperature = 0, Tokens = 220 }));
        string written = await page.EvaluateAsync<string>(
            "async () => { let all = ''; const told = await figment.write('床前', { temperature: 0, most: 220 }, piece => all "
                + "+= piece); return told.slid ? all : 'not slid'; }"
        );
        Assert.Equal(expected, written);
        await page.Context.CloseAsync();
        Assert.Empty(problems);
    }

    [Fact]
    public async Task One_writes_stops_chooses_copies_and_saves()
    {
        IPage page = await Open(SmallModel.Tied.Value, "en-GB");
        ILocator write = page.Locator("#write"),
            takes = page.Locator(".take:not(.writing)"),
            words = page.Locator(".words");
        await Assertions.Expect(takes).ToHaveCountAsync(3);
        await page.Accessible();

        await page.Locator("#most").FillAsync("20");
        await page.Locator("#count").FillAsync("1");
        await page.Locator("#prompt").FillAsync("<b>春眠</b>");
        await page.Locator("#seed").FillAsync("7");
        await write.ClickAsync();
        await Assertions.Expect(page.Locator("#told")).ToHaveTextAsync("Written: 1 texts.");
        await Assertions.Expect(page.Locator(".how")).ToContainTextAsync("number 7 · text 1 · ");
        await Assertions.Expect(page.Locator("b")).ToHaveCountAsync(0);
        string seventh = await words.InnerTextAsync();
        Assert.StartsWith("<b>春眠</b>", seventh, StringComparison.Ordinal);
        Assert.Equal(seventh + "\n", Encoding.UTF8.GetString(await page.Saved("#save", "poems-7.txt")));

        await write.ClickAsync(); // nothing was changed, so this is the next seed
        await Assertions.Expect(page.Locator(".how")).ToContainTextAsync("number 8 · ");
        await Assertions.Expect(page.Locator("#told")).ToHaveTextAsync("Written: 1 texts.");
        await page.Locator("#seed").FillAsync("7");
        await page.Locator("#prompt").PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator("#told")).ToHaveTextAsync("Written: 1 texts.");
        Assert.Equal(seventh, await words.InnerTextAsync());
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Locator(".copy").ClickAsync();
        await Assertions.Expect(page.Locator("#told")).ToHaveTextAsync("Copied");
        Assert.Equal(seventh, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await page.Locator("#most").FillAsync("600");
        await write.ClickAsync();
        await Assertions.Expect(write).ToHaveTextAsync("Stop");
        await write.ClickAsync();
        await Assertions.Expect(page.Locator("#told")).ToHaveTextAsync("Stopped.");
        await Assertions.Expect(write).ToHaveTextAsync("Write");
        await page.Context.CloseAsync();
        Assert.Empty(problems);
    }

    [Fact]
    public async Task A_model_of_dialogues_answers()
    {
        TextModel model = SmallModel.Apart.Value;
        model.KnowsDialogues = true;
        try
        {
            IPage page = await Open(model, "zh-CN");
            await Assertions.Expect(page.Locator("#write")).ToHaveTextAsync("回答");
            using IChatClient client = model.AsChatClient(new TextOptions { Temperature = 0, Tokens = 30 });
            ChatResponse expected = await client.GetResponseAsync(
                "It's 春眠",
                cancellationToken: TestContext.Current.CancellationToken
            );
            string answer = await page.EvaluateAsync<string>(
                "async () => { let all = ''; await figment.write(\"It's 春眠\", { temperature: 0, most: 30 }, piece => all += "
                    + "piece); return all; }"
            );
            Assert.Equal(expected.Text, answer);
            await page.Context.CloseAsync();
        }
        finally
        {
            model.KnowsDialogues = false;
        }

        Assert.Empty(problems);
    }

    /// <summary>The largest difference of a logit between the page and the library.</summary>
    private static async Task<double> Difference(IPage page, TextModel model, int[] tokens)
    {
        float[] made = await page.EvaluateAsync<float[]>("async tokens => [...await figment.logits(tokens)]", tokens);
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = model.Logits(tensor(tokens, ScalarType.Int64).unsqueeze(0)).narrow(2, 0, model.Tokenizer.VocabularySize);
        float[] expected = logits.contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, made.Length);
        Assert.True(expected.Max() - expected.Min() > 1, "The model foresees nothing.");
        return expected.Zip(made, (a, b) => Math.Abs(a - b)).Max();
    }

    private async Task<IPage> Open(TextModel model, string language)
    {
        Dictionary<string, string> metadata = new()
        {
            ["preset"] = "gpt",
            ["data"] = "poems",
            ["step"] = "40",
            ["figment"] = "1.2.3",
            ["license"] = "CC0-1.0",
        };
        string path = Path.Combine(folder, "a page.html");
        await File.WriteAllTextAsync(
            path,
            ModelPage.Join(TextPage.Parts, TextPage.Of(model, metadata, null), model.AsOnnx(metadata))
        );
        IPage page = await studio.OpenFile(path, language, problems);
        await Assertions.Expect(page.Locator("#all")).ToBeVisibleAsync();
        return page;
    }
}
