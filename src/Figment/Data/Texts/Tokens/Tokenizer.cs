using System.Buffers;
using System.Text;

namespace Figment.Data.Texts;

/// <summary>
/// Turns text into tokens and back. Tokens are single bytes, or pairs of tokens that were merged because they often occur next to
/// each other (byte-level BPE, as in A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, section
/// 2.2). Any sequence of bytes is restored exactly.
/// </summary>
/// <remarks>
/// Tokens 0 to 255 are the bytes, token 256 + i results from merge i, and three marks come last: the end of a text, and the
/// beginning and the end of a message in a dialogue. No text is ever encoded as a mark, whatever it contains.
/// </remarks>
public sealed class Tokenizer
{
    /// <summary>The number of tokens that are single bytes.</summary>
    internal const int Bytes = 256;

    /// <summary>The maximum number of bytes in one token, which limits the memory that a hostile file can fill.</summary>
    internal const int MostTokenBytes = 256;

    /// <summary>The maximum number of merges, chosen so that a token still fits into 16 bits.</summary>
    public const int MostMerges = 60_000;

    /// <summary>The names of the marks in <c>tokenizer.json</c>, in order.</summary>
    internal static readonly string[] MarkNames = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    private readonly Dictionary<(int Left, int Right), int> ranks = [];
    private readonly TokenEncoder encoder;
    private readonly byte[][] contents;
    private readonly Lock turn = new();

    /// <summary>Creates a tokenizer from known merges.</summary>
    /// <param name="merges">Pairs of tokens, each of which is a byte or the result of an earlier merge.</param>
    /// <exception cref="FileFormatException">
    /// There are too many merges, or a pair names a token that does not exist yet.
    /// </exception>
    internal Tokenizer(IReadOnlyList<(int Left, int Right)> merges)
    {
        if (merges.Count > MostMerges)
            throw new FileFormatException(
                $"A tokenizer with {merges.Count:N0} merges is not supported: the maximum is {MostMerges:N0}."
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
                    $"The tokenizer's merge {i} joins the tokens {left} and {right}, but one of them does not exist yet, or this "
                        + $"pair has already been merged."
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

    /// <summary>The number of tokens.</summary>
    public int VocabularySize => SizeOf(Merges.Count);

    /// <summary>The mark after every text.</summary>
    public int EndOfText => Bytes + Merges.Count;

    /// <summary>The mark before a message of a dialogue.</summary>
    public int MessageStart => EndOfText + 1;

    /// <summary>The mark after a message of a dialogue.</summary>
    public int MessageEnd => EndOfText + 2;

    /// <summary>The number of tokens of a tokenizer with the given number of merges.</summary>
    internal static int SizeOf(int merges) => Bytes + merges + MarkNames.Length;

    /// <summary>Learns a tokenizer from texts.</summary>
    /// <param name="texts">The texts in UTF-8.</param>
    /// <param name="merges">
    /// The maximum number of merges, from 0 to <see cref="MostMerges"/>. There are fewer merges if, at some point, no pair occurs
    /// at least twice.
    /// </param>
    /// <param name="cancellationToken">Cancels the training.</param>
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

    /// <summary>Encodes a text.</summary>
    public int[] Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>Encodes any bytes.</summary>
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

    /// <summary>Creates an encoder for a single thread.</summary>
    internal TokenEncoder NewEncoder() => new(ranks);

    /// <summary>The bytes of a token; empty for a mark.</summary>
    /// <param name="token">The token, from 0 to <see cref="VocabularySize"/> − 1.</param>
    public ReadOnlySpan<byte> BytesOf(int token) => contents[token];

    /// <summary>Returns the bytes of tokens; marks have none.</summary>
    public byte[] Decode(IEnumerable<int> tokens) => [.. tokens.SelectMany(token => contents[token])];

    /// <summary>Returns the text of tokens; bytes that are not valid UTF-8 become U+FFFD.</summary>
    public string DecodeText(IEnumerable<int> tokens) => Encoding.UTF8.GetString(Decode(tokens));
}
