using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Figment.Data.Texts;

/// <summary>
/// The tokens of texts, one after the other, with a mark after each text and marks around the messages of dialogues: in memory,
/// or on disk if there are many.
/// </summary>
internal sealed unsafe class TokenSequence : IDisposable
{
    private const long MostInMemory = 64L << 20; // tokens
    private const int Portion = 1 << 22; // bytes encoded at once

    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly ushort* start;
    private readonly ushort[]? memory; // pinned

    private TokenSequence(ushort[] tokens, long length)
    {
        memory = tokens;
        start = (ushort*)Marshal.UnsafeAddrOfPinnedArrayElement(tokens, 0);
        Length = length;
    }

    private TokenSequence(FileStream stream, long length)
    {
        file = MemoryMappedFile.CreateFromFile(
            stream,
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: false
        );
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* bytes = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
        start = (ushort*)bytes;
        Length = length;
    }

    /// <summary>The number of tokens.</summary>
    internal long Length { get; }

    /// <summary>Returns some of the tokens.</summary>
    internal ReadOnlySpan<ushort> Slice(long from, int length) => new(start + from, length);

    /// <summary>Encodes texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="most">The maximum number of tokens.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal static TokenSequence Of(
        TextSet texts,
        Tokenizer tokenizer,
        long most = long.MaxValue,
        CancellationToken cancellationToken = default
    )
    {
        TokenEncoder encoder = tokenizer.NewEncoder();
        long room = Math.Min(texts.Bytes, Portion) + 1; // at most one token for each byte, and one mark at the end
        ArrayBufferWriter<ushort> portion = new((int)room);
        ushort[] memory = GC.AllocateUninitializedArray<ushort>(
            (int)Math.Min(Math.Min(MostInMemory, most) + room, texts.Bytes + texts.Count),
            pinned: true
        );
        FileStream? file = null;
        long length = 0;
        try
        {
            for (int i = 0; i < texts.Count && length < most; i++)
            {
                ReadOnlySpan<byte> text = texts[i];
                while (!text.IsEmpty && length < most)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    int cut = text.Length <= Portion ? text.Length : WordEnd(text, Portion);
                    Encode(text[..cut]);
                    text = text[cut..];
                    Put(portion);
                }

                portion.GetSpan(1)[0] = (ushort)tokenizer.EndOfText;
                portion.Advance(1);
                Put(portion);
            }

            if (file is null)
                return new TokenSequence(memory, Math.Min(length, most));
            file.Flush();
            return new TokenSequence(file, Math.Min(length, most));
        }
        catch
        {
            file?.Dispose();
            throw;
        }

        // Only here, in stored texts, do the bytes around messages become marks.
        void Encode(ReadOnlySpan<byte> text)
        {
            for (int mark; (mark = Dialogue.NextMark(text)) >= 0; text = text[(mark + 1)..])
            {
                encoder.Encode(text[..mark], portion);
                portion.GetSpan(1)[0] = (ushort)(text[mark] == Dialogue.Begin ? tokenizer.MessageStart : tokenizer.MessageEnd);
                portion.Advance(1);
            }

            encoder.Encode(text, portion);
        }

        void Put(ArrayBufferWriter<ushort> tokens)
        {
            ReadOnlySpan<ushort> written = tokens.WrittenSpan;
            if (file is null && length + written.Length > memory.Length)
            {
                file = ScratchFile.Create("tokens");
                file.Write(MemoryMarshal.AsBytes(memory.AsSpan(0, (int)length)));
                memory = [];
            }

            if (file is not null)
                file.Write(MemoryMarshal.AsBytes(written));
            else
                written.CopyTo(memory.AsSpan((int)length));
            length += written.Length;
            tokens.ResetWrittenCount();
        }
    }

    public void Dispose()
    {
        GC.KeepAlive(memory); // its tokens are read through a pointer until here
        view?.SafeMemoryMappedViewHandle.ReleasePointer();
        view?.Dispose();
        file?.Dispose();
    }

    /// <summary>The end of a word near the end of a block: a letter followed by a space always ends a word.</summary>
    private static int WordEnd(ReadOnlySpan<byte> text, int most)
    {
        for (int i = most; i > most / 2; i--)
            if (text[i] == ' ' && char.IsAsciiLetter((char)text[i - 1]))
                return i;
        int line = text[..most].LastIndexOf((byte)'\n');
        return line > most / 2 ? line + 1 : TextBuilder.CharacterStart(text, most);
    }
}
