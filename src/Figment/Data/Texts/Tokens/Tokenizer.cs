using System.Buffers;
using System.Text;

namespace Figment.Data.Texts;

/// <summary>
/// Turns text into tokens and back: bytes, and pairs of tokens that were merged into one because they are often neighbours
/// (byte-level BPE, as in A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, section 2.2). Any bytes
/// survive the way there and back.
/// </summary>
/// <remarks>
/// Tokens 0 to 255 are the bytes, token 256 + i is made by merge i, and three marks come last: the end of a text, and the
/// beginning and the end of a message in a dialogue. No text becomes a mark, whatever stands in it.
/// </remarks>
public sealed class Tokenizer
{
    /// <summary>The tokens that are bytes.</summary>
    internal const int Bytes = 256;

    /// <summary>The most bytes that one token may stand for, so that what a hostile file can fill is bounded.</summary>
    internal const int MostTokenBytes = 256;

    /// <summary>The most merges: a token fits into 16 bits.</summary>
    public const int MostMerges = 60_000;

    /// <summary>What the marks are called in <c>tokenizer.json</c>, in order.</summary>
    internal static readonly string[] MarkNames = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    private readonly Dictionary<(int Left, int Right), int> ranks = [];
    private readonly TokenEncoder encoder;
    private readonly byte[][] contents;
    private readonly Lock turn = new();

    /// <summary>Begins with merges that are known.</summary>
    /// <param name="merges">Pairs of tokens, each made by an earlier merge or a byte.</param>
    /// <exception cref="FileFormatException">They are too many, or a pair names a token that is not there yet.</exception>
    internal Tokenizer(IReadOnlyList<(int Left, int Right)> merges)
    {
        if (merges.Count > MostMerges)
            throw new FileFormatException(
                $"A tokenizer of {merges.Count:N0} merges is not supported: the most is {MostMerges:N0}."
            );
        Merges = merges;
        contents = new byte[VocabularySize][];
        for (int i = 0; i < Bytes; i++)
            contents[i] = [(byte)i];
        for (int i = 0; i < merges.Count; i++)
        {
            (int left, int right) = merges[i];
            if (left < 0 || right < 0 || left >= Bytes + i || right >= Bytes + i || !ranks.TryAdd((left, right), Bytes + i))
                throw new FileFormatException(
                    $"The tokenizer's merge {i} joins the tokens {left} and {right}, which do not exist yet or are "
                        + $"merged already."
                );
            long length = contents[left].Length + (long)contents[right].Length;
            if (length > MostTokenBytes)
                throw new FileFormatException(
                    $"The tokenizer's merge {i} makes a token of {length:N0} bytes; at most {MostTokenBytes} are supported."
                );
            contents[Bytes + i] = [.. contents[left], .. contents[right]];
        }

        for (int i = 0; i < MarkNames.Length; i++)
            contents[EndOfText + i] = [];
        encoder = new TokenEncoder(ranks);
    }

    /// <summary>The pairs, in the order in which they are merged.</summary>
    internal IReadOnlyList<(int Left, int Right)> Merges { get; }

    /// <summary>How many tokens there are.</summary>
    public int VocabularySize => SizeOf(Merges.Count);

    /// <summary>The mark that stands after every text.</summary>
    public int EndOfText => Bytes + Merges.Count;

    /// <summary>The mark before a message of a dialogue.</summary>
    public int MessageStart => EndOfText + 1;

    /// <summary>The mark after a message of a dialogue.</summary>
    public int MessageEnd => EndOfText + 2;

    /// <summary>How many tokens a tokenizer of so many merges has.</summary>
    internal static int SizeOf(int merges) => Bytes + merges + MarkNames.Length;

    /// <summary>Learns a tokenizer from texts.</summary>
    /// <param name="texts">UTF-8.</param>
    /// <param name="merges">How many at most, 0 to <see cref="MostMerges"/>; fewer where no pair occurs twice any more.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static Tokenizer Train(
        IEnumerable<ReadOnlyMemory<byte>> texts,
        int merges,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNegative(merges);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(merges, MostMerges);
        BpeTrainer trainer = new();
        if (merges > 0)
        {
            foreach (ReadOnlyMemory<byte> text in texts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                trainer.Add(text.Span);
            }
        }

        return new Tokenizer(trainer.Train(merges, cancellationToken));
    }

    /// <summary>The tokens of a text.</summary>
    public int[] Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>The tokens of any bytes.</summary>
    public int[] Encode(ReadOnlySpan<byte> text)
    {
        ArrayBufferWriter<ushort> tokens = new(Math.Max(16, text.Length / 2));
        lock (turn)
            encoder.Encode(text, tokens);
        int[] wide = new int[tokens.WrittenCount];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = tokens.WrittenSpan[i];
        return wide;
    }

    /// <summary>An encoder for one thread's own use.</summary>
    internal TokenEncoder NewEncoder() => new(ranks);

    /// <summary>The bytes that a token stands for; none for a mark.</summary>
    /// <param name="token">0 to <see cref="VocabularySize"/> − 1.</param>
    public ReadOnlySpan<byte> BytesOf(int token) => contents[token];

    /// <summary>The bytes of tokens, one after the other; marks have none.</summary>
    public byte[] Decode(IEnumerable<int> tokens) => [.. tokens.SelectMany(token => contents[token])];

    /// <summary>The text of tokens; bytes that are no UTF-8 become U+FFFD.</summary>
    public string DecodeText(IEnumerable<int> tokens) => Encoding.UTF8.GetString(Decode(tokens));
}
