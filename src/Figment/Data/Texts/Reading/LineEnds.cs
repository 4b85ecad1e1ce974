namespace Figment.Data.Texts;

/// <summary>Passes texts on, with the line ends of Windows (CR LF) converted to LF.</summary>
/// <param name="sink">Receives the texts.</param>
internal sealed class LineEnds(ITextSink sink) : ITextSink
{
    private const byte Return = (byte)'\r',
        Feed = (byte)'\n';
    private byte[] changed = [];
    private bool isPending; // a CR that an LF may follow

    /// <summary>The number of converted line ends.</summary>
    internal long Count { get; private set; }

    /// <summary>Whether the current text is empty.</summary>
    internal bool IsEmpty { get; private set; } = true;

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        IsEmpty = false;
        if (!isPending && !bytes.Contains(Return))
        {
            sink.Append(bytes);
            return;
        }

        if (changed.Length <= bytes.Length)
            changed = new byte[bytes.Length + 1];
        int length = 0;
        foreach (byte value in bytes)
        {
            if (isPending && value == Feed)
                Count++;
            else if (isPending)
                changed[length++] = Return;
            isPending = value == Return;
            if (!isPending)
                changed[length++] = value;
        }

        sink.Append(changed.AsSpan(0, length));
    }

    /// <inheritdoc/>
    public void EndText()
    {
        if (isPending)
            sink.Append([Return]);
        sink.EndText();
        (isPending, IsEmpty) = (false, true);
    }
}
