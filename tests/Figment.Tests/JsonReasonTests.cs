using System.Text.Json;

namespace Figment.Tests;

public sealed class JsonReasonTests
{
    [Fact]
    public void What_the_parser_stumbled_over_is_told_in_part_and_in_one_line()
    {
        string reason = Of($"{{\n\"a\": n@ll,\n{new string('x', 10_000)}\u001b[2J");

        Assert.StartsWith("'n@ll,", reason, StringComparison.Ordinal);
        Assert.InRange(reason.Length, 200, 220);
        Assert.EndsWith("…, line 2", reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason);
    }

    [Fact]
    public void The_place_of_a_value_of_the_wrong_kind_is_told()
    {
        string reason = JsonReason.Of(
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<string, int>>("{\"a\": 1,\n\"b\": \"c\"}"))
        );

        Assert.EndsWith(", at $.b, line 2", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_line_has_no_number() =>
        Assert.DoesNotContain(
            "line",
            JsonReason.Of(Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse("{x").Dispose()), hasLines: false),
            StringComparison.Ordinal
        );

    private static string Of(string json) =>
        JsonReason.Of(Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(json).Dispose()));
}
