using Figment.Backend;

namespace Figment.Tests.Backend;

public sealed class PhiloxTests
{
    // philox4x32 with 10 rounds, from the known answers that the paper's authors publish with Random123 (tests/kat_vectors).
    [Theory]
    [InlineData(0, 0, 0, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(
        0x299f31d0a4093822,
        0x85a308d3243f6a88,
        0x0370734413198a2e,
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 }
    )]
    public void Words_are_those_that_its_authors_publish(ulong key, ulong low, ulong high, uint[] expected)
    {
        uint[] words = new uint[4];

        Philox.Words(key, low, high, words);

        Assert.Equal(expected, words);
    }

    [Fact]
    public void Many_counters_at_a_time_have_the_words_that_each_has_alone()
    {
        Random random = new(1);
        uint[] expected = new uint[4],
            words = new uint[4 * Philox.Counters];
        for (int count = 1; count <= Philox.Counters; count++)
        {
            // Across the place where a counter's lower word runs over, too.
            ulong key = (ulong)random.NextInt64(),
                low = uint.MaxValue - (ulong)random.Next(Philox.Counters),
                high = (ulong)random.NextInt64();

            Philox.Block(key, low, high, count, words);

            for (int i = 0; i < count; i++)
            {
                Philox.Words(key, low + (ulong)i, high, expected);
                Assert.Equal(expected, Enumerable.Range(0, 4).Select(word => words[(word * Philox.Counters) + i]));
            }
        }
    }
}
