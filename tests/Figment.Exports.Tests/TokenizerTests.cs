using Figment.Data.Texts;
using HuggingFaceTokenizer = Tokenizers.DotNet.Tokenizer;

namespace Figment.Tests.Exports;

/// <summary>Hugging Face's own code reads the tokenizer's file as Figment means it.</summary>
public sealed class TokenizerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_make_the_same_tokens_of_any_text(bool hasMerges)
    {
        Tokenizer tokenizer = (hasMerges ? SmallModel.Tied : SmallModel.Apart).Value.Tokenizer;
        TokenizerFile.Write(tokenizer, folder[TokenizerFile.Name]);
        using HuggingFaceTokenizer other = new(folder[TokenizerFile.Name]);

        Assert.All(
            MixedTexts.All.Where(text => text.Length > 0),
            text =>
            {
                uint[] tokens = [.. tokenizer.Encode(text).Select(token => (uint)token)];
                Assert.Equal(other.Encode(text), tokens);
                Assert.Equal(text, other.Decode(tokens));
            }
        );
    }

    [Fact]
    public void Any_bytes_survive_the_way_there_and_back_through_the_file()
    {
        TokenizerFile.Write(SmallModel.Tied.Value.Tokenizer, folder[TokenizerFile.Name]);
        Tokenizer read = TokenizerFile.Read(folder[TokenizerFile.Name]);
        Random random = new(3);
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            Assert.Equal(bytes, read.Decode(read.Encode(bytes)));
        }

        Assert.All(MixedTexts.All, text => Assert.Equal(text, read.DecodeText(read.Encode(text))));
    }
}
