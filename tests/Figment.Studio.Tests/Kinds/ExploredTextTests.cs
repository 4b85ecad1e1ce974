using Figment.Models.Texts;
using Figment.Studio.Hosting;
using Figment.Studio.Kinds;
using Figment.Studio.Shelves;
using Figment.Studio.Tests.Browser;

namespace Figment.Studio.Tests.Kinds;

public sealed class ExploredTextTests(StudioFixture studio) : IDisposable
{
    private static readonly CancellationToken Stay = CancellationToken.None;
    private readonly ModelShelf models = new();

    /// <inheritdoc/>
    public void Dispose() => models.Dispose();

    [Fact]
    public async Task It_writes_what_the_model_writes_with_that_seed()
    {
        ExploredText text = new(models, Run(StudioFixture.TextRun));
        await text.BeginAsync("Two ", Stay);
        while (text.Made < 60 && !text.HasEnded)
            await text.WriteAsync(0.9, 7, Stay);

        using TextModel model = Run(StudioFixture.TextRun).Folder.LoadModel<TextModel>(TorchSharp.torch.CPU);
        string expected = string.Concat(
            model.Generate(
                "Two ",
                new TextOptions
                {
                    Seed = 7,
                    Temperature = 0.9,
                    Tokens = 60,
                }
            )
        );

        Assert.Equal($"Two {expected}".TrimEnd('\uFFFD'), text.Text);
        Assert.Equal(4, text.PromptTokens);
    }

    [Fact]
    public async Task What_is_taken_back_was_never_there_and_the_end_is_the_end()
    {
        ExploredText text = new(models, Run(StudioFixture.TextRun));
        await text.BeginAsync("春", Stay);
        IReadOnlyList<(int Token, double Probability)> before = text.Outlook!.Next(1, 10);

        await text.AppendAsync(before[0].Token, Stay);
        await text.AppendAsync(text.Tokenizer!.EndOfText, Stay);
        Assert.True(text.HasEnded);
        await text.AppendAsync('x', Stay);
        await text.WriteAsync(1, 0, Stay);
        Assert.Equal(2, text.Made);
        await text.TakeBackAsync(Stay);
        await text.TakeBackAsync(Stay);
        await text.TakeBackAsync(Stay);

        Assert.Equal((3, 0, false), (text.PromptTokens, text.Made, text.HasEnded));
        Assert.Equal(before, text.Outlook!.Next(1, 10));
        Assert.Equal(["", "E6", "98", "A5"], text.Boxes.Select(box => box.Shown));
    }

    [Fact]
    public async Task What_nobody_waits_for_any_longer_changes_nothing()
    {
        ExploredText text = new(models, Run(StudioFixture.TextRun));
        await text.BeginAsync("To", Stay);
        using CancellationTokenSource left = new();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => text.BeginAsync("Two", left.Token));

        Assert.Equal("To", text.Text);
    }

    [Fact]
    public async Task A_run_of_images_is_refused_and_stays_of_use()
    {
        ShelvedRun run = Run(StudioFixture.MapRun);
        Assert.Equal(28, await models.UseAsync(run, model => model.Shape.Height, Stay));

        FigmentException e = await Assert.ThrowsAsync<RunFolderException>(() =>
            new ExploredText(models, run).BeginAsync("", Stay)
        );

        Assert.Contains("trained on images", e.Message, StringComparison.Ordinal);
        Assert.Equal(28, await models.UseAsync(run, model => model.Shape.Height, Stay));
    }

    private ShelvedRun Run(string name) => new RunShelf(new StudioOptions { RunsFolder = studio.RunsFolder }).Find(name)!;
}
