using System.Buffers;
using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>The reason why a text ended.</summary>
internal enum TextEnd
{
    /// <summary>The text has not ended.</summary>
    None,

    /// <summary>The model ended the text, or a stop text was reached.</summary>
    Stop,

    /// <summary>The text has as many tokens as were asked for.</summary>
    Length,
}

/// <summary>
/// A text that is being generated. <see cref="Step"/> generates several side by side, and each turns out as it would on its own.
/// </summary>
internal sealed class TextGeneration
{
    /// <summary>
    /// The number of tokens read in one product: enough that the weights are read rarely, and few enough that the threads have
    /// work to share.
    /// </summary>
    private const int MostTogether = 8;

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
    /// <param name="decoder">The decoder that reads tokens.</param>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="context">The number of tokens that the model sees at once.</param>
    /// <param name="prompt">The beginning of the text. An end mark goes before it, as before every text in training.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <param name="index">The index of the text among those of the seed, from 0.</param>
    internal TextGeneration(
        TokenDecoder decoder,
        Tokenizer tokenizer,
        int context,
        TextPrompt prompt,
        TextOptions options,
        long index
    )
    {
        (this.decoder, this.tokenizer, this.options, this.context, marks) = (decoder, tokenizer, options, context, prompt.Marks);
        draws = TokenDraws.Of(options.Seed, index);
        stream = new TextStream(options.Stop);
        cache = decoder.NewCache();
        tokens = [tokenizer.EndOfText, .. prompt.Tokens];
        unread = new Queue<int>(Window());
        PromptTokens = prompt.Tokens.Count;
    }

    /// <summary>Whether the text has ended, and why.</summary>
    internal TextEnd End { get; private set; }

    /// <summary>The number of tokens in the prompt.</summary>
    internal int PromptTokens { get; }

    /// <summary>The number of tokens generated so far.</summary>
    internal int Made { get; private set; }

    /// <summary>Whether the text has outgrown the context, so that its beginning is forgotten.</summary>
    internal bool HasSlid { get; private set; }

    /// <summary>Generates one more token for each text that has not ended.</summary>
    /// <returns>The new text that can be shown for each, in order; often empty.</returns>
    internal static string[] Step(IReadOnlyList<TextGeneration> texts)
    {
        string[] told = new string[texts.Count];
        int threads = TorchSharp.torch.get_num_threads(),
            together = Math.Clamp((texts.Count + threads - 1) / threads, 1, MostTogether);
        int groups = (texts.Count + together - 1) / together;
        void Run(int group) =>
            StepTogether(texts, group * together, Math.Min(texts.Count, (group + 1) * together), told, onThreads: groups == 1);
        if (groups <= 1 || threads == 1)
            for (int group = 0; group < groups; group++)
                Run(group);
        else
            Parallel.For(0, groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, Run);
        return told;
    }

    private static void StepTogether(IReadOnlyList<TextGeneration> texts, int begin, int end, string[] told, bool onThreads)
    {
        TokenDecoder decoder = texts[begin].decoder;
        List<DecoderRow> rows = [];
        for (int i = begin; i < end; i++)
            texts[i].Unread(rows);
        float[] logits = ArrayPool<float>.Shared.Rent((end - begin) * decoder.Vocabulary);
        try
        {
            decoder.Read(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows), logits, onThreads: onThreads);
            for (int i = begin; i < end; i++)
                told[i] = texts[i].Take(logits.AsSpan((i - begin) * decoder.Vocabulary, decoder.Vocabulary));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(logits);
        }
    }

    /// <summary>Generates texts side by side until all have ended.</summary>
    internal static IReadOnlyList<string> ToEnd(
        IReadOnlyList<TextGeneration> texts,
        CancellationToken cancellationToken = default
    )
    {
        System.Text.StringBuilder[] made = [.. texts.Select(_ => new System.Text.StringBuilder())];
        int[] open = [.. Enumerable.Range(0, texts.Count)];
        while (open.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] pieces = Step([.. open.Select(i => texts[i])]);
            for (int i = 0; i < open.Length; i++)
                made[open[i]].Append(pieces[i]);
            open = [.. open.Where(i => texts[i].End == TextEnd.None)];
        }

        return [.. made.Select(text => text.ToString())];
    }

    private void Unread(List<DecoderRow> rows)
    {
        if (unread.Count + cache.Length > context)
        {
            // The window slides by half of the context. Keys depend on their positions, so the tokens that stay are read again
            // from position 0.
            HasSlid = true;
            cache.Clear();
            unread.Clear();
            foreach (int token in tokens.TakeLast(Math.Max(1, context / 2)))
                unread.Enqueue(token);
        }

        while (unread.TryDequeue(out int token))
            rows.Add(new DecoderRow(cache, token));
    }

    private string Take(Span<float> logits)
    {
        marks.LeaveOut(tokenizer, logits);
        int token = TokenChooser.Choose(logits, options, draws.At(Made));
        Made++;
        if (token == tokenizer.EndOfText || (marks == MarkUse.Answer && token == tokenizer.MessageEnd))
            return Finish(TextEnd.Stop);
        tokens.Add(token);
        unread.Enqueue(token);
        string text = stream.Add(tokenizer.BytesOf(token));
        return stream.IsStopped ? text + Finish(TextEnd.Stop)
            : Made >= options.Tokens ? text + Finish(TextEnd.Length)
            : text;
    }

    private string Finish(TextEnd why)
    {
        End = why;
        draws.Dispose();
        return stream.End(isCut: why == TextEnd.Length);
    }

    /// <summary>The part of the prompt that is read: all of it, or its end where it is longer than the context.</summary>
    private IEnumerable<int> Window()
    {
        HasSlid = tokens.Count > context;
        return tokens.TakeLast(HasSlid ? Math.Max(1, context / 2) : context);
    }
}
