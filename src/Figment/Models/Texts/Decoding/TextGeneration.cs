using System.Buffers;
using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>Why a text ended.</summary>
internal enum TextEnd
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>The model ended it, or a text to stop at was met.</summary>
    Stop,

    /// <summary>It has as many tokens as were asked for.</summary>
    Length,
}

/// <summary>A text that is being made. Several are made side by side by <see cref="Step"/>; each is what it would be alone.</summary>
internal sealed class TextGeneration
{
    private readonly TokenDecoder decoder;
    private readonly Tokenizer tokenizer;
    private readonly TextOptions options;
    private readonly int context;
    private readonly MarkUse marks;
    private readonly TokenDraws draws;
    private readonly TextStream stream;
    private readonly List<int> tokens;
    private readonly KeyValueCache cache;
    private readonly Queue<int> unread;

    /// <summary>Begins a text.</summary>
    /// <param name="decoder">Reads tokens.</param>
    /// <param name="tokenizer">Turns text into tokens.</param>
    /// <param name="context">How many tokens are seen at once.</param>
    /// <param name="prompt">What it begins with; an end mark goes before, as before every text that was learned.</param>
    /// <param name="options">How.</param>
    /// <param name="index">Which text of the seed, from 0.</param>
    internal TextGeneration(TokenDecoder decoder, Tokenizer tokenizer, int context, TextPrompt prompt, TextOptions options, long index)
    {
        (this.decoder, this.tokenizer, this.options, this.context, marks) = (decoder, tokenizer, options, context, prompt.Marks);
        draws = TokenDraws.Of(options.Seed, index);
        stream = new TextStream(options.Stop);
        cache = decoder.NewCache();
        tokens = [tokenizer.EndOfText, .. prompt.Tokens];
        unread = new Queue<int>(Window());
        PromptTokens = prompt.Tokens.Count;
    }

    /// <summary>Whether and why it ended.</summary>
    internal TextEnd End { get; private set; }

    /// <summary>Tokens of the prompt.</summary>
    internal int PromptTokens { get; }

    /// <summary>Tokens made so far.</summary>
    internal int Made { get; private set; }

    /// <summary>Whether it got longer than what the model sees at once, so that its beginning is forgotten.</summary>
    internal bool HasSlid { get; private set; }

    /// <summary>Makes one more token of each text that has not ended.</summary>
    /// <returns>The text that can be told of each, in order; often empty.</returns>
    internal static string[] Step(IReadOnlyList<TextGeneration> texts)
    {
        if (texts.Count == 0) return [];
        TokenDecoder decoder = texts[0].decoder;
        List<DecoderRow> rows = [];
        foreach (TextGeneration text in texts) text.Unread(rows);
        float[] logits = ArrayPool<float>.Shared.Rent(texts.Count * decoder.Vocabulary);
        try
        {
            decoder.Read(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows), logits);
            return [.. texts.Select((text, i) => text.Take(logits.AsSpan(i * decoder.Vocabulary, decoder.Vocabulary)))];
        }
        finally
        {
            ArrayPool<float>.Shared.Return(logits);
        }
    }

    /// <summary>Makes texts side by side to their ends.</summary>
    internal static IReadOnlyList<string> ToEnd(IReadOnlyList<TextGeneration> texts, CancellationToken cancellationToken = default)
    {
        System.Text.StringBuilder[] made = [.. texts.Select(_ => new System.Text.StringBuilder())];
        int[] open = [.. Enumerable.Range(0, texts.Count)];
        while (open.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] pieces = Step([.. open.Select(i => texts[i])]);
            for (int i = 0; i < open.Length; i++) made[open[i]].Append(pieces[i]);
            open = [.. open.Where(i => texts[i].End == TextEnd.None)];
        }

        return [.. made.Select(text => text.ToString())];
    }

    private void Unread(List<DecoderRow> rows)
    {
        if (unread.Count + cache.Length > context)
        {
            // The window slides by half of the context: keys know their positions, so what stays is read again from position 0.
            HasSlid = true;
            cache.Clear();
            unread.Clear();
            foreach (int token in tokens.TakeLast(Math.Max(1, context / 2))) unread.Enqueue(token);
        }

        while (unread.TryDequeue(out int token)) rows.Add(new DecoderRow(cache, token));
    }

    private string Take(Span<float> logits)
    {
        // What there is no use for is not drawn: marks of dialogues in a text that is none, and room for merges that the text did not give.
        float end = marks == MarkUse.Answer ? logits[tokenizer.MessageEnd] : float.NegativeInfinity;
        logits[(marks == MarkUse.Free ? tokenizer.VocabularySize : tokenizer.EndOfText + 1)..].Fill(float.NegativeInfinity);
        if (marks == MarkUse.Answer) logits[tokenizer.MessageEnd] = end;
        int token = TokenChooser.Choose(logits, options, draws.At(Made));
        Made++;
        if (token == tokenizer.EndOfText || (marks == MarkUse.Answer && token == tokenizer.MessageEnd)) return Finish(TextEnd.Stop);
        tokens.Add(token);
        unread.Enqueue(token);
        string text = stream.Add(tokenizer.BytesOf(token));
        return stream.IsStopped ? text + Finish(TextEnd.Stop) : Made >= options.Tokens ? text + Finish(TextEnd.Length) : text;
    }

    private string Finish(TextEnd why)
    {
        End = why;
        draws.Dispose();
        return stream.End();
    }

    /// <summary>What is read of the prompt: all of it, or its end where it is longer than the context.</summary>
    private IEnumerable<int> Window()
    {
        HasSlid = tokens.Count > context;
        return tokens.TakeLast(HasSlid ? Math.Max(1, context / 2) : context);
    }
}
