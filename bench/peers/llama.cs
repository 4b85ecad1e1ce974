#:project ../../src/Figment.Workbench/Figment.Workbench.csproj
#:package LLamaSharp
#:package LLamaSharp.Backend.Cpu
#:property RestorePackagesWithLockFile=false
#:property TreatWarningsAsErrors=false
#:property AnalysisMode=Default
#:property PublishAot=false
#:property AssemblyName=Figment.Benchmarks

// How fast a run writes, beside llama.cpp (LLamaSharp) with the same model as a GGUF file, in turns. Each time one text from its
// first token to the end of the context, always with the most probable token.
//
//   dotnet run bench/peers/llama.cs -- RUN [ROUNDS [THREADS]]

using System.Diagnostics;
using System.Globalization;
using Figment.Backend;
using Figment.Export;
using Figment.Models.Texts;
using Figment.Runs;
using LLama;
using LLama.Common;
using LLama.Native;

int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9;
int threads = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2;
NativeLibraryConfig.All.WithLogCallback((_, _) => { });
TorchLibrary.Load();
TorchSharp.torch.set_num_threads(threads);

using TextModel model = RunFolder.Open(args[0]).LoadModel<TextModel>(TorchSharp.torch.CPU);
string folder = Directory.CreateTempSubdirectory("figment-llama-").FullName;
try
{
    string file = model
        .WriteGguf(folder, new Dictionary<string, string>())
        .First(written => written.Path.EndsWith(".gguf", StringComparison.Ordinal))
        .Path;
    using Llama llama = new(file, model.Context, threads);
    using TokenDecoder decoder = model.NewDecoder();
    TextOptions options = new() { Tokens = model.Context - 2, Temperature = 0 };
    List<double> figment = [],
        other = [];
    for (int round = 0; round <= rounds; round++)
    {
        long start = Stopwatch.GetTimestamp();
        TextGeneration text = new(decoder, model.Tokenizer, model.Context, model.PromptOf(""), options, 0);
        _ = TextGeneration.ToEnd([text], default);
        double own = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        llama.Write(model.Tokenizer.EndOfText, text.Made);
        double its = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (round == 0)
            continue; // to warm up
        figment.Add(text.Made / own);
        other.Add(text.Made / its);
    }

    Console.WriteLine(
        $"tokens/s, medians of {rounds} rounds, {threads} threads: Figment {Median(figment):F0}, llama.cpp {Median(other):F0}, "
            + $"ratio {Median([.. figment.Zip(other, (a, b) => a / b)]):F2}"
    );
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

internal sealed class Llama : IDisposable
{
    private readonly LLamaWeights weights;
    private readonly LLamaContext context;

    internal Llama(string file, int length, int threads)
    {
        ModelParams options = new(file)
        {
            ContextSize = (uint)length,
            GpuLayerCount = 0,
            Threads = threads,
            BatchThreads = threads,
        };
        weights = LLamaWeights.LoadFromFile(options);
        context = weights.CreateContext(options);
    }

    internal void Write(int first, int tokens)
    {
        context.NativeHandle.MemoryClear(true);
        LLamaToken next = first;
        for (int position = 0; position < tokens; position++)
        {
            LLamaBatch batch = new();
            batch.Add(next, position, LLamaSeqId.Zero, true);
            if (context.Decode(batch) != DecodeResult.Ok)
                throw new InvalidOperationException("llama.cpp did not take the token.");
            ReadOnlySpan<float> logits = context.NativeHandle.GetLogitsIth(0);
            next = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits);
        }
    }

    public void Dispose()
    {
        context.Dispose();
        weights.Dispose();
    }
}
