using System.Threading.Channels;
using Figment.Models.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Figment.Server;

/// <summary>
/// A language model that answers many visitors at once: all current texts get their next token together, and each gets the same
/// token that it would get alone. One thread computes. A request waits if too many are being answered, and is rejected if too
/// many are waiting.
/// </summary>
internal sealed class ServedTexts : IServed
{
    private const int MostAtOnce = 64;

    private readonly TextModel model;
    private readonly TokenDecoder decoder;
    private readonly int mostWaiting;
    private readonly Lock gate = new();
    private readonly Queue<TextUnderWay> waiting = new();
    private readonly SemaphoreSlim comes = new(0);
    private readonly Thread worker;
    private int underWay;
    private bool isOver;

    internal ServedTexts(TextModel model, ModelFacts facts, int mostWaiting)
    {
        (this.model, Facts, this.mostWaiting) = (model, facts, mostWaiting);
        decoder = model.NewDecoder();
        worker = new Thread(Work) { IsBackground = true, Name = "model" };
        worker.Start();
    }

    public ModelFacts Facts { get; }

    public string Makes => "texts";

    public long MostBody => 1 << 20;

    public IReadOnlyList<string> Methods => [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    public long Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>The context length in tokens.</summary>
    internal int Context => model.Context;

    /// <summary>The served model. Its weights are not used here: the computing thread has its own.</summary>
    internal TextModel Model => model;

    public void AddTo(IServiceCollection services) => services.AddSingleton(this);

    public void Map(IEndpointRouteBuilder routes) => routes.MapTexts();

    /// <summary>Starts texts that follow a prompt.</summary>
    /// <param name="prompt">The beginning of the texts.</param>
    /// <param name="count">The number of texts.</param>
    /// <param name="options">The options of the texts.</param>
    /// <param name="request">The request that the samples belong to.</param>
    /// <param name="cancellationToken">Cancelled when no one is reading the texts any more.</param>
    /// <exception cref="BusyException">Too many requests are already waiting.</exception>
    internal IReadOnlyList<TextUnderWay> Begin(
        TextPrompt prompt,
        int count,
        TextOptions options,
        ServedRequest request,
        CancellationToken cancellationToken
    )
    {
        OptionsValidator.ThrowIfInvalid(options);
        TextUnderWay[] texts =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new TextUnderWay(
                    new TextGeneration(decoder, model.Tokenizer, model.Context, prompt, options, i),
                    request,
                    cancellationToken
                )),
        ];
        lock (gate)
        {
            if (isOver || underWay + waiting.Count + count > MostAtOnce + mostWaiting)
                throw new BusyException();
            request.Queue(count);
            foreach (TextUnderWay text in texts)
                waiting.Enqueue(text);
        }

        comes.Release();
        return texts;
    }

    /// <summary>
    /// Stops generating the current texts, and waits until the model is no longer computing. The model still belongs to its
    /// owner.
    /// </summary>
    public void Dispose()
    {
        lock (gate)
            isOver = true;
        comes.Release();
        worker.Join();
        decoder.Dispose();
        comes.Dispose();
    }

    private void Work()
    {
        List<TextUnderWay> texts = [];
        while (!isOver)
        {
            lock (gate)
            {
                while (texts.Count < MostAtOnce && waiting.TryDequeue(out TextUnderWay? next))
                {
                    next.Request.Begin();
                    texts.Add(next);
                }

                underWay = texts.Count;
            }

            if (texts.Count == 0)
                comes.Wait();
            else
                Step(texts);
        }

        foreach (TextUnderWay text in texts)
            text.Leave();
        lock (gate)
            while (waiting.TryDequeue(out TextUnderWay? left))
                left.Leave();
    }

    private static void Step(List<TextUnderWay> texts)
    {
        foreach (TextUnderWay left in texts.Where(text => text.IsLeft))
            left.Leave();
        texts.RemoveAll(text => text.IsLeft);
        try
        {
            string[] pieces = TextGeneration.Step([.. texts.Select(text => text.Generation)]);
            for (int i = 0; i < pieces.Length; i++)
                texts[i].Tell(pieces[i]);
        }
        catch (Exception e)
        {
            foreach (TextUnderWay text in texts)
                text.Fail(e);
            texts.Clear();
        }

        texts.RemoveAll(text => text.Generation.End != TextEnd.None);
    }
}

/// <summary>A text that is being made for a reader who reads it piece by piece.</summary>
internal sealed class TextUnderWay(TextGeneration generation, ServedRequest request, CancellationToken cancellationToken)
{
    private readonly Channel<string> pieces = Channel.CreateUnbounded<string>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
    );

    internal TextGeneration Generation { get; } = generation;

    /// <summary>The request that it belongs to.</summary>
    internal ServedRequest Request { get; } = request;

    /// <summary>Whether the reader has left.</summary>
    internal bool IsLeft => cancellationToken.IsCancellationRequested;

    /// <summary>The pieces, as they are made.</summary>
    internal IAsyncEnumerable<string> Read() => pieces.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The complete text.</summary>
    internal async Task<string> ReadToEnd()
    {
        System.Text.StringBuilder text = new();
        await foreach (string piece in Read())
            text.Append(piece);
        return text.ToString();
    }

    internal void Tell(string piece)
    {
        Request.Make(1, Generation.Made);
        if (Generation.End != TextEnd.None)
            Request.Finish(); // before the reader can see the end
        if (piece.Length > 0)
            pieces.Writer.TryWrite(piece);
        if (Generation.End != TextEnd.None)
            pieces.Writer.TryComplete();
    }

    internal void Fail(Exception e) => pieces.Writer.TryComplete(e);

    internal void Leave() =>
        pieces.Writer.TryComplete(new OperationCanceledException("The client no longer wants the answer.", cancellationToken));
}
