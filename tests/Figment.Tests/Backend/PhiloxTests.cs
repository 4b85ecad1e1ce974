using Figment.Backend;

namespace Figment.Tests.Backend;

public sealed class PhiloxTests
{
    // philox4x32, 10 rounds, of the known answers that the paper's authors publish with Random123 (tests/kat_vectors).
    [Theory]
    [InlineData(0, 0, 0, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(0x299f31d0a4093822, 0x85a308d3243f6a88, 0x0370734413198a2e, new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Words_are_those_that_its_authors_publish(ulong key, ulong low, ulong high, uint[] expected)
    {
        uint[] words = new uint[4];

        Philox.Words(key, low, high, words);

        Assert.Equal(expected, words);
    }
}
