using System.Buffers.Binary;
using System.Text;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>A run is shown to someone: as a page, as a picture.</summary>
public sealed class ShareTests(StudioFixture studio)
{
    [Fact]
    public async Task The_page_and_the_picture_are_made_when_they_are_asked_for()
    {
        IPage page = await studio.Visit($"/runs/{Uri.EscapeDataString(StudioFixture.GanRun)}");
        await Assertions.Expect(page.Locator(".share h2")).ToHaveTextAsync("Show it to someone");

        byte[] model = await page.Saved("#share-page", $"{StudioFixture.GanRun}-model.html");
        Assert.StartsWith("<!doctype html>", Encoding.UTF8.GetString(model, 0, 100), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator(".share-status")).ToHaveTextAsync("Saved.");
        byte[] card = await page.Saved("#share-card", $"{StudioFixture.GanRun}-card.png");
        Assert.Equal(
            (1200, 630),
            (BinaryPrimitives.ReadInt32BigEndian(card.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(card.AsSpan(20)))
        );
        await Assertions.Expect(page.Locator("#share-card")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_run_of_texts_is_a_page_too()
    {
        IPage page = await studio.Visit($"/runs/{Uri.EscapeDataString(StudioFixture.TextRun)}");
        byte[] model = await page.Saved("#share-page", $"{StudioFixture.TextRun}-model.html");
        Assert.Contains("\"kind\":\"text\"", Encoding.UTF8.GetString(model), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_cannot_be_made_is_said()
    {
        IPage page = await studio.Visit($"/runs/{Uri.EscapeDataString(StudioFixture.GanRun)}");
        await page.RouteAsync(
            "**/share/card?language=en",
            route => route.FulfillAsync(new RouteFulfillOptions { Status = 409, Body = "No font." })
        );

        await page.Locator("#share-card").ClickAsync();
        await Assertions.Expect(page.Locator(".share-status")).ToHaveTextAsync("That did not work. No font.");
        Assert.Equal(
            404,
            (await page.APIRequest.GetAsync($"/runs/{Uri.EscapeDataString(StudioFixture.GanRun)}/share/onnx")).Status
        );
        await page.Context.CloseAsync();
    }
}
